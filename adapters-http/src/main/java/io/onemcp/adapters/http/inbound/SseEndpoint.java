package io.onemcp.adapters.http.inbound;

import io.onemcp.core.exchange.Eras;
import io.onemcp.core.protocol.Decoded;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.GatewayError.MalformedRequest;
import io.onemcp.core.protocol.GatewayError.NotHere;
import io.onemcp.core.protocol.GatewayError.Overloaded;
import io.onemcp.core.protocol.GatewayError.UnknownSession;
import io.onemcp.core.protocol.GatewayError.UnreadableText;
import io.onemcp.core.protocol.MessageCodec;
import io.onemcp.core.runtime.Tasks;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collections;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The two addresses of HTTP+SSE (MCP 2024-11-05, basic/transports): a stream for everything that a
 * client is told, and an address that it posts to. Any revision of the stateful era may be agreed
 * upon there. When the stream ends, so does the session.
 */
final class SseEndpoint {
  /** Ends the address of streams. */
  static final String STREAM = "/sse";

  /** Ends the address of messages. */
  static final String MESSAGES = "/messages";

  private static final String NAME = "sessionId";
  private static final int NAME_BYTES = 32;
  private static final int NOT_ACCEPTABLE = 406;
  private static final int WRONG_TYPE = 415;

  private final Map<String, SseLine> byName = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final String prefix;
  private final MessageCodec codec;
  private final SseExchanges exchanges;
  private final Tasks tasks;
  private final Traffic traffic;

  SseEndpoint(DoorSettings settings, Interior interior, Traffic traffic) {
    this.prefix =
        settings.http().externalUrl().map(url -> withoutSlash(url.getRawPath())).orElse("");
    this.codec = new MessageCodec(settings.limits().maxJsonDepth());
    this.exchanges = new SseExchanges(interior.stateful(), settings.limits().maxStreams());
    this.tasks = interior.tasks();
    this.traffic = traffic;
  }

  private static String withoutSlash(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  /**
   * Returns what opens streams.
   *
   * @param base the path before {@link #STREAM} and {@link #MESSAGES}
   */
  Entrance.Room streams(String base) {
    return (method, arrival) -> {
      if (!method.equals("GET")) {
        Entrance.refuseMethod(method, arrival, "GET");
      } else if (!arrival.reply().accepts().stream()) {
        arrival.refuse(
            new NotHere(NOT_ACCEPTABLE, "Accept: no text/event-stream (expected: for a stream)"));
      } else if (!traffic.admitStream(arrival.reply())) {
        arrival.refuse(Overloaded.by("maxStreams"));
      } else {
        open(arrival, prefix + base);
      }
    };
  }

  private void open(Arrival arrival, String base) {
    byte[] bytes = new byte[NAME_BYTES];
    random.nextBytes(bytes);
    String name = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Reply reply = arrival.reply();
    EventStream stream = reply.stream();
    SseLine line = new SseLine(arrival.caller(), arrival.view(), stream);
    byName.put(name, line);
    String address = base + MESSAGES + "?" + NAME + "=" + name;
    stream.settle(stream.putAll(Collections.singletonList(EventFrame.endpoint(address))));
    reply.onClose(() -> {
      byName.remove(name);
      tasks.start("end of a session", line::close);
    });
  }

  /**
   * Returns what takes messages.
   *
   * @param query the parameters of the address
   */
  Entrance.Room messages(Map<String, Deque<String>> query) {
    return (method, arrival) -> {
      if (!method.equals("POST")) {
        Entrance.refuseMethod(method, arrival, "POST");
      } else if (!MediaTypes.isJson(arrival.headers().first("Content-Type"))) {
        arrival.refuse(new NotHere(WRONG_TYPE, "Content-Type: not application/json"));
      } else {
        Deque<String> names = query.get(NAME);
        if (names == null || names.size() != 1) {
          arrival.refuse(
              new MalformedRequest(NAME + ": missing (expected: the one of the endpoint event)"));
        } else {
          find(arrival, names.getFirst());
        }
      }
    };
  }

  private void find(Arrival arrival, String name) {
    SseLine line = byName.get(name);
    if (line == null || !line.belongsTo(arrival)) {
      arrival.reply().refuse(new UnknownSession(), Era.STATEFUL);
      return;
    }
    Optional<GatewayError> objection = versionObjection(arrival, line);
    if (objection.isPresent()) {
      arrival.reply().refuse(objection.get(), Era.STATEFUL);
      return;
    }
    take(arrival, line);
  }

  private void take(Arrival arrival, SseLine line) {
    Reply reply = arrival.reply();
    switch (codec.decode(arrival.body())) {
      case Decoded.Single(var message) -> exchanges.take(arrival, line, message);
      case Decoded.Batch _ ->
          reply.refuse(new MalformedRequest("a batch (expected: a single message)"), Era.STATEFUL);
      case Decoded.NoMessage(var id, var problem) -> {
        reply.concerns(id);
        reply.refuse(new MalformedRequest(problem), Era.STATEFUL);
      }
      case Decoded.NoJson(var problem) -> reply.refuse(new UnreadableText(problem), Era.STATEFUL);
    }
  }

  /** The header is younger than the transport, so it may be missing; it may not be wrong. */
  private static Optional<GatewayError> versionObjection(Arrival arrival, SseLine line) {
    return line.session()
        .map(session -> session.revision().wire())
        .flatMap(agreed ->
            arrival
                .headers()
                .first(Eras.VERSION_HEADER)
                .filter(version -> !version.equals(agreed))
                .map(version ->
                    new MalformedRequest(
                        Eras.VERSION_HEADER + ": " + version + " (expected: " + agreed + ")")));
  }
}
