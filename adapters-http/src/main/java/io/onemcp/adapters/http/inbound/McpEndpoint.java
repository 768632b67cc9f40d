package io.onemcp.adapters.http.inbound;

import io.onemcp.core.exchange.Eras;
import io.onemcp.core.protocol.Decoded;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.GatewayError.MalformedRequest;
import io.onemcp.core.protocol.GatewayError.NotHere;
import io.onemcp.core.protocol.GatewayError.UnreadableText;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.MessageCodec;
import java.util.Optional;

/** An address at which MCP is spoken over Streamable HTTP, in both eras. */
final class McpEndpoint implements Entrance.Room {
  private static final int NOT_ACCEPTABLE = 406;
  private static final int WRONG_TYPE = 415;

  private final MessageCodec codec;
  private final StatelessEndpoint stateless;
  private final StatefulEndpoint stateful;

  McpEndpoint(DoorSettings settings, Interior interior, Traffic traffic) {
    this.codec = new MessageCodec(settings.limits().maxJsonDepth());
    this.stateless = new StatelessEndpoint(interior.stateless(), traffic);
    Batches batches = new Batches(codec, interior.tasks());
    ResumableSessions resumable = new ResumableSessions(settings.limits());
    this.stateful = new StatefulEndpoint(interior.stateful(), batches, traffic, resumable);
  }

  @Override
  public void enter(String method, Arrival arrival) throws InterruptedException {
    switch (Eras.of(arrival.headers())) {
      case STATELESS -> enterStateless(method, arrival);
      case STATEFUL -> enterStateful(method, arrival);
    }
  }

  private void enterStateless(String method, Arrival arrival) throws InterruptedException {
    if (method.equals("POST")) {
      post(arrival);
    } else {
      Entrance.refuseMethod(method, arrival, "POST");
    }
  }

  private void enterStateful(String method, Arrival arrival) throws InterruptedException {
    switch (method) {
      case "POST" -> post(arrival);
      case "GET" -> stateful.get(arrival);
      case "DELETE" -> stateful.delete(arrival);
      default -> Entrance.refuseMethod(method, arrival, "POST, GET, DELETE");
    }
  }

  private void post(Arrival arrival) throws InterruptedException {
    Optional<GatewayError> objection = objection(arrival);
    if (objection.isPresent()) {
      arrival.refuse(objection.get());
      return;
    }
    switch (codec.decode(arrival.body())) {
      case Decoded.Single(var message) -> post(arrival, message);
      case Decoded.Batch(var entries) when Eras.of(arrival.headers()) == Era.STATEFUL ->
          stateful.postBatch(arrival, entries);
      case Decoded.Batch _ ->
          arrival.refuse(new MalformedRequest("a batch (expected: a single message)"));
      case Decoded.NoMessage(var id, var problem) -> {
        arrival.reply().concerns(id);
        arrival.refuse(new MalformedRequest(problem));
      }
      case Decoded.NoJson(var problem) -> arrival.refuse(new UnreadableText(problem));
    }
  }

  private void post(Arrival arrival, Message message) throws InterruptedException {
    if (message instanceof Message.Request request) {
      arrival.reply().concerns(request.id());
    }
    switch (Eras.of(message, arrival.headers())) {
      case STATELESS -> stateless.post(arrival, message);
      case STATEFUL -> stateful.post(arrival, message);
    }
  }

  /** Returns what is wrong with the media types of a POST. */
  private static Optional<GatewayError> objection(Arrival arrival) {
    if (!MediaTypes.isJson(arrival.headers().first("Content-Type"))) {
      return Optional.of(new NotHere(WRONG_TYPE, "Content-Type: not application/json"));
    }
    return arrival.reply().accepts().nothing()
        ? Optional.of(
            new NotHere(
                NOT_ACCEPTABLE,
                "Accept: neither application/json nor text/event-stream (expected: both)"))
        : Optional.empty();
  }
}
