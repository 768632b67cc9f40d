package io.onemcp.adapters.http.inbound;

import io.onemcp.core.access.Authenticator.Verdict;
import io.onemcp.core.access.Caller;
import io.onemcp.core.catalog.View;
import io.onemcp.core.exchange.Eras;
import io.onemcp.core.exchange.Headers;
import io.onemcp.core.protocol.Decoded;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.GatewayError.LimitReached;
import io.onemcp.core.protocol.GatewayError.MalformedRequest;
import io.onemcp.core.protocol.GatewayError.NotHere;
import io.onemcp.core.protocol.GatewayError.Unauthenticated;
import io.onemcp.core.protocol.GatewayError.UnreadableText;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.MessageCodec;
import io.onemcp.core.protocol.json.MalformedJsonException;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An address at which MCP is spoken, in both eras. The I/O thread reads the body; all else happens
 * on a virtual thread of the exchange.
 */
final class McpEndpoint {
  private static final HttpString ALLOW = new HttpString("Allow");
  private static final HttpString WWW_AUTHENTICATE = new HttpString("WWW-Authenticate");
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int NOT_ACCEPTABLE = 406;
  private static final int WRONG_TYPE = 415;
  private static final int UNAVAILABLE = 503;

  private final DoorSettings settings;
  private final Interior interior;
  private final Traffic traffic;
  private final MessageCodec codec;
  private final StatelessEndpoint stateless;
  private final StatefulEndpoint stateful;

  McpEndpoint(DoorSettings settings, Interior interior, Traffic traffic) {
    this.settings = settings;
    this.interior = interior;
    this.traffic = traffic;
    this.codec = new MessageCodec(settings.limits().maxJsonDepth());
    this.stateless = new StatelessEndpoint(interior.stateless(), traffic);
    Batches batches = new Batches(codec, interior.tasks());
    ResumableSessions resumable = new ResumableSessions(settings.limits());
    this.stateful = new StatefulEndpoint(interior.stateful(), batches, traffic, resumable);
  }

  /**
   * Takes a request, on the I/O thread.
   *
   * @param known who calls, where that is known already
   * @param view finds what the address shows; asked only once it is known who calls
   */
  void handle(
      HttpServerExchange http,
      Headers headers,
      Optional<Caller> known,
      Reply reply,
      Supplier<Optional<View>> view) {
    Knock knock = new Knock(http.getRequestMethod().toString(), headers, known, view, reply);
    if (!traffic.admit(reply)) {
      knock.refuse(new LimitReached(UNAVAILABLE, "number of requests under way"));
      return;
    }
    new BodyReader(
            http,
            settings.limits().maxBodyBytes(),
            body -> {
              ClientWatch.over(http);
              interior.tasks().start("exchange", () -> fenced(knock, body));
            },
            knock::refuse)
        .read(interior.tasks(), settings.arrival());
  }

  /** The root of the exchange's thread: nothing that is thrown leaves it. */
  private void fenced(Knock knock, byte[] body) {
    try {
      authenticate(knock, body);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      knock.reply().abort();
    } catch (MalformedJsonException e) {
      knock.refuse(new UnreadableText(e.getMessage()));
    } catch (RuntimeException | Error e) {
      knock.reply().fail(e, knock.era());
    }
  }

  private void authenticate(Knock knock, byte[] body) throws InterruptedException {
    switch (interior.judge(knock.known(), knock.headers())) {
      case Verdict.Authenticated(var caller) -> enter(knock, caller, body);
      case Verdict.Challenge(var reason) -> {
        knock.reply().header(WWW_AUTHENTICATE, "Bearer");
        knock.refuse(new Unauthenticated(reason));
      }
    }
  }

  private void enter(Knock knock, Caller caller, byte[] body) throws InterruptedException {
    Optional<View> view = knock.view().get();
    if (view.isEmpty()) {
      knock.refuse(Routes.NOWHERE);
      return;
    }
    Arrival arrival = new Arrival(caller, view.get(), knock.headers(), body, knock.reply());
    switch (knock.era()) {
      case STATELESS -> enterStateless(knock, arrival);
      case STATEFUL -> enterStateful(knock, arrival);
    }
  }

  private void enterStateless(Knock knock, Arrival arrival) throws InterruptedException {
    if (knock.method().equals("POST")) {
      post(arrival);
    } else {
      refuseMethod(knock, "POST");
    }
  }

  private void enterStateful(Knock knock, Arrival arrival) throws InterruptedException {
    switch (knock.method()) {
      case "POST" -> post(arrival);
      case "GET" -> stateful.get(arrival);
      case "DELETE" -> stateful.delete(arrival);
      default -> refuseMethod(knock, "POST, GET, DELETE");
    }
  }

  private static void refuseMethod(Knock knock, String allowed) {
    knock.reply().header(ALLOW, allowed);
    knock.refuse(new NotHere(METHOD_NOT_ALLOWED, "Method not allowed: " + knock.method()));
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

  /**
   * A request of which nobody has looked at the credentials yet.
   *
   * @param known who sent it, where that is known without credentials
   * @param view finds what the address shows
   */
  private record Knock(
      String method,
      Headers headers,
      Optional<Caller> known,
      Supplier<Optional<View>> view,
      Reply reply) {
    Era era() {
      return Eras.of(headers);
    }

    void refuse(GatewayError error) {
      reply.refuse(error, era());
    }
  }
}
