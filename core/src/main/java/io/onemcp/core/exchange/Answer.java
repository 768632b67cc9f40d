package io.onemcp.core.exchange;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.json.WireText;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The terminal message of an exchange.
 *
 * @param body the complete JSON-RPC response
 * @param status the HTTP status that goes with it, where nothing was sent yet
 * @param retryIn when another attempt makes sense, where there was too much to do
 */
public record Answer(WireText body, int status, Optional<Duration> retryIn) {
  private static final int OK = 200;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;
  private static final Duration SOON = Duration.ofSeconds(1);

  /** Makes an answer; where there is too much to do, that will soon be over. */
  public Answer(WireText body, int status) {
    this(
        body,
        status,
        status == TOO_MANY_REQUESTS || status == UNAVAILABLE
            ? Optional.of(SOON)
            : Optional.empty());
  }

  /**
   * Makes an error answer for a hop of the given era; without an id where the request's could not
   * be read.
   */
  public static Answer refusal(@Nullable RequestId id, GatewayError error, Era era) {
    WireText body = Failure.of(id, ErrorCodes.rpcError(error, era)).whole().wire();
    int status = ErrorCodes.httpStatus(error, era);
    return error instanceof GatewayError.Overloaded overloaded
        ? new Answer(body, status, Optional.of(overloaded.retryIn()))
        : new Answer(body, status);
  }

  /** Makes an answer with a result of our own. */
  public static Answer result(RequestId id, WireText result) {
    WireText head = WireText.of("{\"jsonrpc\":\"2.0\",\"id\":" + id.json() + ",\"result\":");
    return new Answer(WireText.concat(head, result, WireText.of("}")), OK);
  }

  static Answer of(Exchange exchange, Outcome outcome) {
    RequestId id = exchange.request().id();
    Era era = exchange.client().era();
    return switch (outcome) {
      case Outcome.Relayed(var response, var patch) ->
          new Answer(patch.set(id.json(), "id").wire(), ErrorCodes.httpStatus(response, era));
      case Outcome.Translated(var error) -> {
        Failure failure = Failure.of(id, error);
        yield new Answer(failure.whole().wire(), ErrorCodes.httpStatus(failure, era));
      }
      case Outcome.Result(var result) -> result(id, result);
      case Outcome.Refusal(var error) -> refusal(id, error, era);
    };
  }
}
