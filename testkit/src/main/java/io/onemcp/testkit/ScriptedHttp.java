package io.onemcp.testkit;

import com.sun.net.httpserver.HttpExchange;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RpcError;
import java.io.IOException;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Serves a script over Streamable HTTP, in both eras that the script speaks. */
public final class ScriptedHttp implements AutoCloseable {
  /** What a server may do differently. */
  public enum Option {
    /** Answers by a stream even where JSON would do. */
    ALWAYS_STREAMS,
    /** Gives events ids and serves those that come back with one; implies streams. */
    RESUMABLE,
    /** Mints no session ids. */
    NO_SESSIONS,
    /** Answers GET with 405. */
    NO_GET_STREAM,
    /** Sends the head of a GET stream with its first event, as the TypeScript SDK does. */
    LATE_GET_STREAM,
    /** Answers GET with 404, as some frameworks do where there is no handler for it. */
    GET_NOT_FOUND
  }

  static final String SESSION_HEADER = "Mcp-Session-Id";

  private final ScriptedServer server;
  private final Set<Option> options;
  private final HttpPort port;
  private final Set<String> sessions = ConcurrentHashMap.newKeySet();
  private final List<EventLog> logs = new CopyOnWriteArrayList<>();
  private final Received<OutgoingEvents> streams = new Received<>();
  private final AtomicLong lastLog = new AtomicLong();

  private ScriptedHttp(ScriptedServer server, Set<Option> options) {
    this.server = server;
    this.options = options;
    this.port = HttpPort.open(this::handle);
  }

  /** Opens a port and serves the script at it. */
  public static ScriptedHttp serve(ScriptedServer server, Option... options) {
    Set<Option> chosen = EnumSet.noneOf(Option.class);
    chosen.addAll(List.of(options));
    return new ScriptedHttp(server, chosen);
  }

  /** Returns the endpoint. */
  public URI url() {
    return port.url("/mcp");
  }

  /** Returns a backend of this name that is reached here. */
  public BackendDefinition definition(String name) {
    return BackendDefinition.of(name, new BackendTransport.Http(url(), Map.of()));
  }

  /** Returns every HTTP request so far, recorded before it is answered. */
  public Received<SeenRequest> requests() {
    return port.requests();
  }

  /** Returns how many sessions are open. */
  public int sessions() {
    return sessions.size();
  }

  /** Forgets all sessions, as a server does that was started anew. */
  public void forgetSessions() {
    sessions.clear();
  }

  /** Ends all GET streams in good order. */
  public void endStreams() {
    streams.all().forEach(OutgoingEvents::close);
  }

  /** Stops; what is under way breaks. */
  @Override
  public void close() {
    port.close();
  }

  ScriptedServer server() {
    return server;
  }

  boolean alwaysStreams() {
    return options.contains(Option.ALWAYS_STREAMS) || options.contains(Option.RESUMABLE);
  }

  void json(HttpExchange exchange, int status, byte[] text) throws IOException {
    HttpPort.answer(exchange, status, "application/json", text);
  }

  void unknownSession(HttpExchange exchange) throws IOException {
    refuse(exchange, new GatewayError.UnknownSession());
  }

  private void handle(HttpExchange exchange, byte[] body) throws IOException {
    try {
      switch (exchange.getRequestMethod()) {
        case "POST" -> post(exchange, body);
        case "GET" -> get(exchange);
        case "DELETE" -> delete(exchange);
        default -> refuseMethod(exchange);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      exchange.close();
    }
  }

  private void post(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
    Message message = server.decode(body).orElse(null);
    Era era = message instanceof Message.Request call ? Speech.eraOf(call) : Era.STATEFUL;
    if (message != null && !welcome(message, era, exchange)) {
      return;
    }
    if (message == null || message instanceof Message.Request) {
      answer(exchange, body, era);
    } else {
      server.accept(body, new HttpReply(this, exchange, era, null)).run();
      HttpPort.answer(exchange, 202, "", new byte[0]);
    }
  }

  private boolean welcome(Message message, Era era, HttpExchange exchange) throws IOException {
    if (!(message instanceof Message.Request call && era == Era.STATELESS && speaksStateless())) {
      return admitted(message, exchange);
    }
    Optional<GatewayError> mismatch = StatelessHeaders.mismatch(call, exchange.getRequestHeaders());
    if (mismatch.isPresent()) {
      RpcError error = ErrorCodes.rpcError(mismatch.get(), era);
      json(exchange, 400, Message.Failure.of(call.id(), error).whole().utf8());
    }
    return mismatch.isEmpty();
  }

  private void answer(HttpExchange exchange, byte[] body, Era era)
      throws IOException, InterruptedException {
    EventLog log = null;
    if (options.contains(Option.RESUMABLE)) {
      log = new EventLog("stream" + lastLog.incrementAndGet());
      logs.add(log);
    }
    HttpReply reply = new HttpReply(this, exchange, era, log);
    server.accept(body, reply).run();
    reply.finish();
  }

  private boolean admitted(Message message, HttpExchange exchange) throws IOException {
    if (options.contains(Option.NO_SESSIONS)) {
      return true;
    }
    if (message instanceof Message.Request call && call.method().equals(Methods.INITIALIZE)) {
      String id = UUID.randomUUID().toString();
      sessions.add(id);
      exchange.getResponseHeaders().set(SESSION_HEADER, id);
      return true;
    }
    return knowsSession(exchange);
  }

  private boolean knowsSession(HttpExchange exchange) throws IOException {
    String id = exchange.getRequestHeaders().getFirst(SESSION_HEADER);
    if (id == null) {
      refuse(exchange, new GatewayError.SessionRequired());
      return false;
    }
    if (!sessions.contains(id)) {
      unknownSession(exchange);
      return false;
    }
    return true;
  }

  private void get(HttpExchange exchange) throws IOException, InterruptedException {
    if (options.contains(Option.NO_GET_STREAM) || !server.speech().speaks(Era.STATEFUL)) {
      refuseMethod(exchange);
      return;
    }
    if (options.contains(Option.GET_NOT_FOUND)) {
      HttpPort.answer(exchange, 404, "", new byte[0]);
      return;
    }
    if (!options.contains(Option.NO_SESSIONS) && !knowsSession(exchange)) {
      return;
    }
    String lastSeen = exchange.getRequestHeaders().getFirst("Last-Event-ID");
    OutgoingEvents out = openStream(exchange);
    if (lastSeen != null) {
      for (EventLog log : logs) {
        if (log.owns(lastSeen)) {
          log.replay(lastSeen, out);
          out.close();
          return;
        }
      }
    }
    Wire channel = new StreamWire(out);
    streams.add(out);
    server.opened(channel);
    out.awaitGone();
    server.closed(channel);
    streams.remove(out);
  }

  private OutgoingEvents openStream(HttpExchange exchange) throws IOException {
    return options.contains(Option.LATE_GET_STREAM)
        ? OutgoingEvents.late(exchange)
        : OutgoingEvents.open(exchange);
  }

  private void delete(HttpExchange exchange) throws IOException {
    if (options.contains(Option.NO_SESSIONS)) {
      refuseMethod(exchange);
    } else if (knowsSession(exchange)) {
      sessions.remove(exchange.getRequestHeaders().getFirst(SESSION_HEADER));
      HttpPort.answer(exchange, 204, "", new byte[0]);
    }
  }

  private boolean speaksStateless() {
    return server.speech().speaks(Era.STATELESS);
  }

  private void refuseMethod(HttpExchange exchange) throws IOException {
    HttpPort.answer(exchange, 405, "", new byte[0]);
  }

  private void refuse(HttpExchange exchange, GatewayError error) throws IOException {
    RpcError rpcError = ErrorCodes.rpcError(error, Era.STATEFUL);
    int status = ErrorCodes.httpStatus(error, Era.STATEFUL);
    json(exchange, status, Message.Failure.of(null, rpcError).whole().utf8());
  }
}
