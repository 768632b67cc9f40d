package io.onemcp.testkit;

import io.onemcp.core.protocol.Decoded;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.MessageCodec;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.RpcError;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonReader;
import io.onemcp.core.protocol.json.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An MCP server that says what a test wants, and otherwise what any server of its revisions says.
 * It is of no transport: {@link MemoryConnector}, {@link ScriptedHttp} and others carry it. Safe
 * for use by many threads; the script may change while it is served.
 */
public final class ScriptedServer {
  private final Speech speech;
  private final MessageCodec codec = new MessageCodec(JsonReader.DEFAULT_MAX_DEPTH);
  private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
  private final Map<String, Handler> tools = new ConcurrentHashMap<>();
  private final Map<String, Json> lists = Collections.synchronizedMap(new LinkedHashMap<>());
  private final Map<String, Json> declared = new ConcurrentHashMap<>();
  private final Map<Object, Json> clients = new ConcurrentHashMap<>();
  private final Map<String, Json> toolEntries = Collections.synchronizedMap(new LinkedHashMap<>());
  private final Received<Message> received = new Received<>();
  private final Received<Wire> channels = new Received<>();
  private volatile Handler first = (_, _) -> {};
  private final AtomicLong lastId = new AtomicLong();

  private ScriptedServer(List<Revision> revisions) {
    this.speech = new Speech(revisions);
    handlers.put(Methods.PING, (_, reply) -> reply.result("{}"));
    handlers.put(
        Methods.INITIALIZE, (call, reply) -> speech.initialize(call, reply, capabilities()));
    handlers.put(Methods.DISCOVER, (_, reply) -> speech.discover(reply, capabilities()));
    handlers.put(
        Methods.TOOLS_LIST, (call, reply) -> speech.list(call, reply, "tools", toolList()));
    handlers.put(Methods.TOOLS_CALL, this::callTool);
  }

  /** Makes a server that speaks these revisions, of one era or of both. */
  public static ScriptedServer of(Revision first, Revision... more) {
    return new ScriptedServer(Stream.concat(Stream.of(first), Arrays.stream(more)).toList());
  }

  /** Makes a server of the stateful era. */
  public static ScriptedServer stateful() {
    return of(Revision.LATEST_STATEFUL);
  }

  /** Makes a server of the stateless era. */
  public static ScriptedServer stateless() {
    return of(Revision.LATEST_STATELESS);
  }

  /** Makes a server of both eras. */
  public static ScriptedServer dual() {
    return of(Revision.LATEST_STATELESS, Revision.LATEST_STATEFUL);
  }

  /** Says what happens on a method; replaces what any server would do. */
  public ScriptedServer on(String method, Handler handler) {
    handlers.put(method, handler);
    return this;
  }

  /** Says what happens on every request, before whatever else happens on it. */
  public ScriptedServer before(Handler handler) {
    first = handler;
    return this;
  }

  /** Offers a tool that takes any object. */
  public ScriptedServer tool(String name, Handler handler) {
    JsonWriter entry =
        new JsonWriter().put("name", name).put("inputSchema", Json.of("{\"type\":\"object\"}"));
    return tool(name, entry.json().toString(), handler);
  }

  /** Offers a tool with its whole entry of {@code tools/list}. */
  public ScriptedServer tool(String name, String entryJson, Handler handler) {
    toolEntries.put(name, Json.of(entryJson));
    tools.put(name, handler);
    return this;
  }

  /** Offers a tool that returns its arguments as text. */
  public ScriptedServer echoTool(String name) {
    return tool(name, (call, reply) -> reply.text(String.valueOf(call.params().at("arguments"))));
  }

  /** No longer offers a tool. */
  public ScriptedServer withoutTool(String name) {
    toolEntries.remove(name);
    tools.remove(name);
    return this;
  }

  /**
   * Answers a list method, and so declares its capability.
   *
   * @param method such as {@code prompts/list}
   * @param member such as {@code prompts}
   * @param entriesJson the array
   */
  public ScriptedServer list(String method, String member, String entriesJson) {
    lists.put(member, Json.of(entriesJson));
    return on(method, (call, reply) -> speech.list(call, reply, member, lists.get(member)));
  }

  /** Declares a capability beside those that follow from the lists. */
  public ScriptedServer declare(String capability, String settingsJson) {
    declared.put(capability, Json.of(settingsJson));
    return this;
  }

  /** Returns every message that came in, of all connections. */
  public Received<Message> received() {
    return received;
  }

  /** Waits for a request or notification of this method. */
  public Message awaitReceived(String method) throws InterruptedException {
    return received.await(method, message -> method.equals(methodOf(message)));
  }

  /**
   * Sends a notification of its own accord on every open channel, waiting for the first to open.
   */
  public void push(String method, String paramsJson) throws InterruptedException {
    push(Message.Notification.of(method, Json.of(paramsJson)));
  }

  /** Waits until so many channels are open on which the server can speak of its own accord. */
  public void awaitChannels(int count) throws InterruptedException {
    channels.await("channels to speak on", count, _ -> true);
  }

  /** Asks the client something of its own accord, and waits for what it says. */
  public Message.Response ask(String method, String paramsJson) throws InterruptedException {
    RequestId id = nextId();
    push(Message.Request.of(id, method, Json.of(paramsJson)));
    return awaitResponse(id);
  }

  private void push(Message message) throws InterruptedException {
    boolean heard = false;
    while (!heard) {
      channels.await("channel to push on", _ -> true);
      for (Wire channel : channels.all()) {
        heard |= isHeard(message, channel);
      }
    }
  }

  private boolean isHeard(Message message, Wire channel) {
    try {
      channel.frame(message.whole().utf8());
      return true;
    } catch (IOException _) {
      channels.remove(channel);
      return false;
    }
  }

  RequestId nextId() {
    return new RequestId.Num(lastId.getAndIncrement());
  }

  Message.Response awaitResponse(RequestId id) throws InterruptedException {
    Message answer =
        received.await(
            "answer of the client",
            message -> message instanceof Message.Response response && id.equals(response.id()));
    return (Message.Response) answer;
  }

  @Nullable Json declared(Object session) {
    return clients.get(session);
  }

  Speech speech() {
    return speech;
  }

  void opened(Wire channel) {
    channels.add(channel);
  }

  void closed(Wire channel) {
    channels.remove(channel);
    clients.remove(channel);
  }

  /** Takes what a client sent, and returns what is to be done about it, on whichever thread. */
  Handling accept(byte[] text, Wire wire) {
    return switch (codec.decode(text)) {
      case Decoded.Single(Message message) -> accept(message, wire);
      case Decoded.Batch _ -> () -> complain(new GatewayError.MalformedRequest("batch"), wire);
      case Decoded.NoMessage(_, var problem) ->
          () -> complain(new GatewayError.MalformedRequest(problem), wire);
      case Decoded.NoJson(var problem) ->
          () -> complain(new GatewayError.UnreadableText(problem), wire);
    };
  }

  Optional<Message> decode(byte[] text) {
    return codec.decode(text) instanceof Decoded.Single(Message message)
        ? Optional.of(message)
        : Optional.empty();
  }

  private Handling accept(Message message, Wire wire) {
    received.add(message);
    return message instanceof Message.Request request ? () -> handle(request, wire) : () -> {};
  }

  private void handle(Message.Request request, Wire wire) throws InterruptedException {
    Reply reply = new Reply(this, request, wire);
    Json capabilities = request.params().at("capabilities");
    if (request.method().equals(Methods.INITIALIZE) && capabilities != null) {
      clients.put(wire.session(), capabilities);
    }
    Optional<GatewayError> objection = speech.objection(request);
    try {
      first.handle(request, reply);
      if (objection.isPresent()) {
        speech.refuse(request, reply, objection.get());
      } else {
        handlers.getOrDefault(request.method(), this::unknownMethod).handle(request, reply);
      }
    } catch (UncheckedIOException _) {
      // The client has gone: whatever the script still wanted to say has no hearer.
      closed(wire);
    }
  }

  private void complain(GatewayError error, Wire wire) {
    RpcError rpcError = ErrorCodes.rpcError(error, Era.STATEFUL);
    try {
      wire.frame(Message.Failure.of(null, rpcError).whole().utf8());
    } catch (IOException _) {
      closed(wire);
    }
  }

  private void unknownMethod(Message.Request request, Reply reply) {
    speech.refuse(request, reply, new GatewayError.UnknownMethod(request.method()));
  }

  private void callTool(Message.Request request, Reply reply) throws InterruptedException {
    String name = String.valueOf(request.params().text("name"));
    Handler tool = tools.get(name);
    if (tool == null) {
      speech.refuse(request, reply, new GatewayError.UnknownCapability("tool", name));
    } else {
      tool.handle(request, reply);
    }
  }

  private Json toolList() {
    return JsonWriter.array(List.copyOf(toolEntries.values()));
  }

  private Json capabilities() {
    JsonWriter capabilities = new JsonWriter();
    capabilities.put("tools", Json.of("{\"listChanged\":true}"));
    if (lists.containsKey("prompts")) {
      capabilities.put("prompts", Json.of("{\"listChanged\":true}"));
    }
    if (lists.containsKey("resources") || lists.containsKey("resourceTemplates")) {
      capabilities.put("resources", Json.of("{\"listChanged\":true,\"subscribe\":true}"));
    }
    declared.forEach(capabilities::put);
    return capabilities.json();
  }

  private static String methodOf(Message message) {
    return switch (message) {
      case Message.Request request -> request.method();
      case Message.Notification notification -> notification.method();
      case Message.Response _ -> "";
    };
  }

  /** What the server does on a request. */
  @FunctionalInterface
  public interface Handler {
    /** Answers by the reply; may block. */
    void handle(Message.Request request, Reply reply) throws InterruptedException;
  }

  /** The rest of the work on a message that was accepted. */
  @FunctionalInterface
  interface Handling {
    void run() throws InterruptedException;
  }
}
