package io.onemcp.core.fake;

import io.onemcp.core.backend.BackendInlet;
import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.backend.Interim;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RpcError;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/** A server in memory: a table from method to answer, and a record of what it got. */
public final class FakeServer {
  /** Everything that clients sent, in order. */
  public final BlockingQueue<Got> got = new LinkedBlockingQueue<>();

  /** Every connection that was opened, oldest first. */
  public final List<FakeConnection> connections = new CopyOnWriteArrayList<>();

  private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
  private boolean cancelsByClosing;
  private boolean streamsOfRequests;

  /** Makes a server that answers every request with method-not-found. */
  public static FakeServer mute() {
    return new FakeServer();
  }

  /** Makes a server of revision 2025-11-25 with these capabilities. */
  public static FakeServer stateful(String capabilities) {
    Json hello =
        new JsonWriter()
            .put("protocolVersion", "2025-11-25")
            .put("capabilities", Json.of(capabilities))
            .put("serverInfo", Json.of("{\"name\":\"old\",\"version\":\"1\"}"))
            .json();
    return new FakeServer().answering(Methods.INITIALIZE, hello).offeringNothing();
  }

  /** Makes a server of revision 2026-07-28 with these capabilities. */
  public static FakeServer stateless(String capabilities) {
    Json hello =
        new JsonWriter()
            .put("resultType", "complete")
            .put("supportedVersions", JsonWriter.strings(List.of("2026-07-28")))
            .put("capabilities", Json.of(capabilities))
            .put(
                "_meta",
                Json.of(
                    "{\"io.modelcontextprotocol/serverInfo\":{\"name\":\"new\",\"version\":\"2\"}}"))
            .json();
    return new FakeServer().answering(Methods.DISCOVER, hello).offeringNothing();
  }

  private FakeServer offeringNothing() {
    for (CapabilityKind kind : CapabilityKind.values()) {
      offering(kind);
    }
    return this;
  }

  /** Makes every request have a stream of its own, as over HTTP. */
  public FakeServer withStreamsOfRequests() {
    cancelsByClosing = true;
    streamsOfRequests = true;
    return this;
  }

  /** From now on lists of this kind hold these definitions. */
  public FakeServer offering(CapabilityKind kind, String... definitions) {
    List<Json> list = List.of(definitions).stream().map(Json::of).toList();
    return answering(
        kind.listMethod(), new JsonWriter().put(kind.listMember(), JsonWriter.array(list)).json());
  }

  /** Offers tools of these names. */
  public FakeServer offeringTools(String... names) {
    return offering(
        CapabilityKind.TOOL,
        List.of(names).stream()
            .map(name -> "{\"name\":\"" + name + "\",\"inputSchema\":{\"type\":\"object\"}}")
            .toArray(String[]::new));
  }

  /** From now on the method has this result. */
  public FakeServer answering(String method, Json result) {
    return on(method, (request, _) -> Success.of(request.id(), result));
  }

  /** From now on the method has this error. */
  public FakeServer failing(String method, RpcError error) {
    return on(method, (request, _) -> Failure.of(request.id(), error));
  }

  /** From now on the method is answered by the handler. */
  public FakeServer on(String method, Handler handler) {
    handlers.put(method, handler);
    return this;
  }

  /** Returns the next message of this method that a client sent. */
  public Got next(String method) throws InterruptedException {
    while (true) {
      Got next = Waiting.next(got);
      if (next.method().equals(method)) {
        return next;
      }
    }
  }

  /** Returns the newest connection. */
  public FakeConnection connection() {
    return connections.getLast();
  }

  /** Opens a connection to it. */
  public FakeConnection open(BackendInlet inlet) {
    FakeConnection connection =
        new FakeConnection(this, inlet, cancelsByClosing, streamsOfRequests);
    connections.add(connection);
    return connection;
  }

  /** Answers as the table says. */
  public Response answer(Request request, Interim interim) throws InterruptedException {
    Handler handler = handlers.get(request.method());
    return handler == null
        ? Failure.of(
            request.id(),
            ErrorCodes.rpcError(new GatewayError.UnknownMethod(request.method()), Era.STATEFUL))
        : handler.answer(request, interim);
  }

  /** Answers requests of one method; may block, and may throw what a connection may throw. */
  @FunctionalInterface
  public interface Handler {
    Response answer(Request request, Interim interim) throws InterruptedException;
  }

  /** What a client sent, and in which headers. */
  public record Got(Message message, Map<String, String> headers) {
    public String method() {
      return switch (message) {
        case Request request -> request.method();
        case Message.Notification note -> note.method();
        case Response _ -> "";
      };
    }

    /** Returns the parameters of a request or notification. */
    public Json params() {
      return switch (message) {
        case Request request -> request.params();
        case Message.Notification note -> note.params();
        case Response _ -> Json.NULL;
      };
    }
  }
}
