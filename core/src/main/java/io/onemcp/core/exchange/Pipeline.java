package io.onemcp.core.exchange;

import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.MalformedJsonException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every request goes through, in the order of {@link #handle}: unambiguous, started, within
 * its client's limit, dispatched. Ends each exchange with exactly one answer, also when there is a
 * fault of ours.
 */
public final class Pipeline {
  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

  /** Members of params that the gateway looks at; nobody else may read another value there. */
  private static final String[] READ = {
    "_meta",
    "name",
    "uri",
    "arguments",
    "cursor",
    "ref",
    "level",
    "requestState",
    "inputResponses",
    "taskId",
    "task"
  };

  private static final int TOO_MANY_REQUESTS = 429;
  private static final Duration SOON = Duration.ofSeconds(1);

  private final StartGate gate;
  private final ClientPlaces places;
  private final Map<String, ExchangeHandler> handlers;
  private final ExchangeHandler others;

  /**
   * Makes the pipeline of one door.
   *
   * @param places how many requests of one client are under way, at all doors
   * @param handlers what this era's methods do
   * @param others takes methods that have no handler
   */
  public Pipeline(
      StartGate gate,
      ClientPlaces places,
      Map<String, ExchangeHandler> handlers,
      ExchangeHandler others) {
    this.gate = gate;
    this.places = places;
    this.handlers = Map.copyOf(handlers);
    this.others = others;
  }

  /** Carries an exchange out by the handler of its method. */
  public Answer handle(Exchange exchange) throws InterruptedException {
    return handle(exchange, handlers.getOrDefault(exchange.method(), others));
  }

  /** Carries an exchange out by a handler that belongs to one client only. */
  public Answer handle(Exchange exchange, ExchangeHandler handler) throws InterruptedException {
    return Answer.of(exchange, outcome(exchange, handler));
  }

  private static void requireUnambiguous(Json params) {
    params.requireUnambiguous(READ);
    Json meta = params.at(MetaKeys.META);
    if (meta != null) {
      meta.requireUnambiguous(MetaKeys.PROGRESS_TOKEN);
    }
  }

  private Outcome outcome(Exchange exchange, ExchangeHandler handler) throws InterruptedException {
    try {
      requireUnambiguous(exchange.params());
      gate.pass();
      return limited(exchange, handler);
    } catch (MalformedJsonException e) {
      return new Outcome.Refusal(new GatewayError.MalformedRequest(e.getMessage()));
    } catch (RuntimeException e) {
      String incident = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
      LOG.error("incident {}: an exchange failed for a reason of our own", incident, e);
      return new Outcome.Refusal(new GatewayError.Unexpected(incident));
    }
  }

  private Outcome limited(Exchange exchange, ExchangeHandler handler) throws InterruptedException {
    ClientHop client = exchange.client();
    if (!places.enter(client.caller(), client.origin())) {
      return new Outcome.Refusal(
          new GatewayError.Overloaded(
              TOO_MANY_REQUESTS, "maxInFlightPerClient", Optional.empty(), SOON));
    }
    try {
      return handler.handle(exchange);
    } finally {
      places.leave(client.caller(), client.origin());
    }
  }
}
