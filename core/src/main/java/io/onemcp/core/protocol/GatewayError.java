package io.onemcp.core.protocol;

import io.onemcp.core.protocol.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why the gateway itself answers with an error. {@link ErrorCodes} gives each its number in each
 * era.
 */
public sealed interface GatewayError {
  /** The body is no JSON. */
  record UnreadableText(String problem) implements GatewayError {}

  /** JSON, but no message that may stand here. */
  record MalformedRequest(String problem) implements GatewayError {}

  /** A parameter is missing or wrong. */
  record InvalidParams(String problem) implements GatewayError {}

  /** The era or the view has no such method. */
  record UnknownMethod(String method) implements GatewayError {}

  /** Among all backends nobody can tell whose method this is. */
  record UnownedMethod(String method) implements GatewayError {}

  /** No such tool or prompt is visible; hidden and forbidden ones answer alike. */
  record UnknownCapability(String kind, String name) implements GatewayError {}

  /** No such resource is visible. */
  record UnknownResource(String uri) implements GatewayError {}

  /** A standard header is missing, malformed or says something else than the body. */
  record HeaderMismatch(String problem) implements GatewayError {}

  /** A request without the {@code _meta} members that every stateless request carries. */
  record IncompleteEnvelope(String problem) implements GatewayError {}

  /** A revision that is not served statelessly here. */
  record UnsupportedRevision(String requested, List<String> supported) implements GatewayError {}

  /** The client would have to declare a capability for this to work. */
  record MissingCapability(Json required, String problem) implements GatewayError {}

  /** A stateful request outside a session. */
  record SessionRequired() implements GatewayError {}

  /** A session that never was, is over, or belongs to another caller. */
  record UnknownSession() implements GatewayError {}

  /** Credentials are missing or wrong. */
  record Unauthenticated(String problem) implements GatewayError {}

  /** A browser page or a foreign host name may not talk to this gateway. */
  record ForbiddenOrigin(String problem) implements GatewayError {}

  /** The HTTP method or content type cannot be served at this address. */
  record NotHere(int status, String problem) implements GatewayError {}

  /** A message is over its bound, or an answer is no longer kept. */
  record LimitReached(int status, String limit) implements GatewayError {}

  /**
   * As much is under way, or open, as may be; nothing was done.
   *
   * @param status of HTTP: 429 where it is the client's own doing, 503 otherwise
   * @param limit its name, as configuration spells it below {@code runtime.limits} where it is set
   *     there
   * @param backend where the limit is one backend's
   * @param retryIn when another attempt makes sense
   */
  record Overloaded(int status, String limit, Optional<String> backend, Duration retryIn)
      implements GatewayError {
    private static final int UNAVAILABLE = 503;
    private static final Duration SOON = Duration.ofSeconds(1);

    /** A limit of the whole gateway, where room may be at any moment. */
    public static Overloaded by(String limit) {
      return new Overloaded(UNAVAILABLE, limit, Optional.empty(), SOON);
    }
  }

  /**
   * The backend is not connected; nothing was sent.
   *
   * @param retryIn when another attempt makes sense, where that is known
   */
  record BackendUnavailable(String backend, String reason, Optional<Duration> retryIn)
      implements GatewayError {}

  /** The backend's connection broke with the request under way: it may have been carried out. */
  record BackendLost(String backend, String reason) implements GatewayError {}

  /** The gateway began anew with the request under way: it may have been carried out. */
  record CutByRestart() implements GatewayError {}

  /** The backend did something that the protocol forbids. */
  record BackendMisbehaved(String backend, String problem, @Nullable Json original)
      implements GatewayError {}

  /** No answer came within the time allowed. */
  record DeadlineExceeded(String backend, long millis) implements GatewayError {}

  /** The client did not answer a question of the backend's within the time allowed. */
  record QuestionUnanswered(String method, long millis) implements GatewayError {}

  /** A fault of ours; the log has the rest under the same id. */
  record Unexpected(String incident) implements GatewayError {}
}
