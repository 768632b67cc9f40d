package io.onemcp.core.protocol;

import io.onemcp.core.protocol.GatewayError.BackendLost;
import io.onemcp.core.protocol.GatewayError.BackendMisbehaved;
import io.onemcp.core.protocol.GatewayError.BackendUnavailable;
import io.onemcp.core.protocol.GatewayError.CutByRestart;
import io.onemcp.core.protocol.GatewayError.DeadlineExceeded;
import io.onemcp.core.protocol.GatewayError.ForbiddenOrigin;
import io.onemcp.core.protocol.GatewayError.HeaderMismatch;
import io.onemcp.core.protocol.GatewayError.IncompleteEnvelope;
import io.onemcp.core.protocol.GatewayError.InvalidParams;
import io.onemcp.core.protocol.GatewayError.LimitReached;
import io.onemcp.core.protocol.GatewayError.MalformedRequest;
import io.onemcp.core.protocol.GatewayError.MissingCapability;
import io.onemcp.core.protocol.GatewayError.NotHere;
import io.onemcp.core.protocol.GatewayError.Overloaded;
import io.onemcp.core.protocol.GatewayError.QuestionUnanswered;
import io.onemcp.core.protocol.GatewayError.SessionRequired;
import io.onemcp.core.protocol.GatewayError.Unauthenticated;
import io.onemcp.core.protocol.GatewayError.Unexpected;
import io.onemcp.core.protocol.GatewayError.UnknownCapability;
import io.onemcp.core.protocol.GatewayError.UnknownMethod;
import io.onemcp.core.protocol.GatewayError.UnknownResource;
import io.onemcp.core.protocol.GatewayError.UnknownSession;
import io.onemcp.core.protocol.GatewayError.UnownedMethod;
import io.onemcp.core.protocol.GatewayError.UnreadableText;
import io.onemcp.core.protocol.GatewayError.UnsupportedRevision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one place that knows error numbers: JSON-RPC codes and HTTP statuses of both eras (JSON-RPC
 * 2.0 section 5.1, MCP 2025-11-25 transports, MCP 2026-07-28 basic protocol).
 */
public final class ErrorCodes {
  public static final int PARSE_ERROR = -32700;
  public static final int INVALID_REQUEST = -32600;
  public static final int METHOD_NOT_FOUND = -32601;
  public static final int INVALID_PARAMS = -32602;
  public static final int INTERNAL_ERROR = -32603;

  /** Stateless era: header and body disagree. */
  public static final int HEADER_MISMATCH = -32020;

  /** Stateless era: the client has not declared what the answer needs. */
  public static final int MISSING_CAPABILITY = -32021;

  /** Stateless era: no common revision. */
  public static final int UNSUPPORTED_REVISION = -32022;

  /** Stateful era only: no such resource. */
  public static final int RESOURCE_NOT_FOUND = -32002;

  /** Stateful era only: the user has to visit an address first. */
  public static final int URL_ELICITATION_REQUIRED = -32042;

  /** Stateful era: the user does not want the model to be asked. */
  public static final int USER_REJECTED = -1;

  /** What stateful servers of the reference SDKs use for session and transport faults. */
  private static final int TRANSPORT_FAULT = -32000;

  private ErrorCodes() {}

  /** Returns the error object for a hop of the given era. */
  public static RpcError rpcError(GatewayError error, Era era) {
    return switch (error) {
      case UnreadableText(var problem) -> new RpcError(PARSE_ERROR, "Parse error: " + problem);
      case MalformedRequest(var problem) ->
          new RpcError(INVALID_REQUEST, "Invalid request: " + problem);
      case InvalidParams(var problem) -> new RpcError(INVALID_PARAMS, "Invalid params: " + problem);
      case IncompleteEnvelope(var problem) ->
          new RpcError(INVALID_PARAMS, "Invalid params: " + problem);
      case UnknownMethod(var method) ->
          new RpcError(METHOD_NOT_FOUND, "Method not found: " + method);
      case UnownedMethod(var method) ->
          new RpcError(
              METHOD_NOT_FOUND,
              "Method not found: "
                  + method
                  + " (a method of one server's own is served at /mcp/server/{name})");
      case UnknownCapability(var kind, var name) ->
          new RpcError(INVALID_PARAMS, "Unknown " + kind + ": " + name);
      case UnknownResource(var uri) -> unknownResource(uri, era);
      case HeaderMismatch(var problem) ->
          new RpcError(HEADER_MISMATCH, "Header mismatch: " + problem);
      case UnsupportedRevision unsupported -> unsupportedRevision(unsupported);
      case MissingCapability(var required, var problem) ->
          new RpcError(
              MISSING_CAPABILITY,
              problem,
              new JsonWriter().put("requiredCapabilities", required).json());
      case SessionRequired() ->
          transportFault(
              "Bad request: Mcp-Session-Id header is missing (send initialize first)", era);
      case UnknownSession() ->
          transportFault("Session not found (send initialize to open a new one)", era);
      case Unauthenticated(var problem) -> transportFault("Unauthorized: " + problem, era);
      case ForbiddenOrigin(var problem) -> transportFault("Forbidden: " + problem, era);
      case NotHere(_, var problem) -> transportFault(problem, era);
      case LimitReached(_, var limit) -> transportFault("Limit reached: " + limit, era);
      case Overloaded overloaded -> overloaded(overloaded);
      case BackendUnavailable(var backend, var reason, var retryIn) ->
          ofBackend(backend, "is unavailable: " + reason + ".", "no", retryIn);
      case BackendLost(var backend, var reason) ->
          ofBackend(
              backend,
              "was lost while it worked on this request, which it may have carried out: " + reason,
              "maybe",
              Optional.empty());
      case CutByRestart() -> cutByRestart();
      case BackendMisbehaved(var backend, var problem, var original) ->
          misbehaved(backend, problem, original);
      case DeadlineExceeded(var backend, var millis) ->
          ofBackend(backend, "gave no answer within " + millis + " ms", "maybe", Optional.empty());
      case QuestionUnanswered(var method, var millis) ->
          new RpcError(
              INTERNAL_ERROR, "The client did not answer " + method + " within " + millis + " ms");
      case Unexpected(var incident) ->
          new RpcError(INTERNAL_ERROR, "Internal error, incident " + incident);
    };
  }

  /** Returns the HTTP status that carries the error on a hop of the given era. */
  public static int httpStatus(GatewayError error, Era era) {
    return switch (error) {
      case UnreadableText _, MalformedRequest _, HeaderMismatch _, IncompleteEnvelope _ -> 400;
      case UnsupportedRevision _, MissingCapability _, SessionRequired _ -> 400;
      case Unauthenticated _ -> 401;
      case ForbiddenOrigin _ -> 403;
      case UnknownSession _ -> 404;
      case UnknownMethod _, UnownedMethod _ -> era == Era.STATELESS ? 404 : 200;
      case NotHere(var status, _) -> status;
      case LimitReached(var status, _) -> status;
      case Overloaded overloaded -> overloaded.status();
      case InvalidParams _, UnknownCapability _, UnknownResource _ -> 200;
      case BackendUnavailable _,
          BackendLost _,
          CutByRestart _,
          BackendMisbehaved _,
          DeadlineExceeded _,
          QuestionUnanswered _,
          Unexpected _ ->
          200;
    };
  }

  /** Returns the HTTP status for an answer that came from a backend. */
  public static int httpStatus(Message.Response response, Era era) {
    if (era == Era.STATEFUL
        || !(response instanceof Message.Failure(_, _, RpcError(int code, _, _)))) {
      return 200;
    }
    return switch (code) {
      case METHOD_NOT_FOUND -> 404;
      case HEADER_MISMATCH, MISSING_CAPABILITY, UNSUPPORTED_REVISION -> 400;
      default -> 200;
    };
  }

  /** Returns whether only a server of the stateless era answers with this code. */
  public static boolean isStatelessOnly(int code) {
    return code == HEADER_MISMATCH || code == MISSING_CAPABILITY || code == UNSUPPORTED_REVISION;
  }

  /** Returns whether an error with this code concerns one hop, and not the exchange. */
  public static boolean concernsHop(int code) {
    return code == HEADER_MISMATCH || code == UNSUPPORTED_REVISION;
  }

  /** Returns whether the code is one that the stateless era reserves for itself. */
  public static boolean isReserved(int code) {
    return code <= HEADER_MISMATCH && code >= -32099;
  }

  /** Nobody may begin to use a code between -32019 and -32000 in the stateless era. */
  private static RpcError transportFault(String problem, Era era) {
    return new RpcError(era == Era.STATEFUL ? TRANSPORT_FAULT : INVALID_REQUEST, problem);
  }

  private static RpcError unknownResource(String uri, Era era) {
    int code = era == Era.STATEFUL ? RESOURCE_NOT_FOUND : INVALID_PARAMS;
    return new RpcError(
        code, "Resource not found: " + uri, new JsonWriter().put("uri", uri).json());
  }

  private static RpcError unsupportedRevision(UnsupportedRevision error) {
    Json data =
        new JsonWriter()
            .put("supported", JsonWriter.strings(error.supported()))
            .put("requested", error.requested())
            .json();
    return new RpcError(
        UNSUPPORTED_REVISION, "Unsupported protocol version: " + error.requested(), data);
  }

  /**
   * Tells what a caller needs to decide whether to repeat the request.
   *
   * @param executed whether the backend has carried it out: no, or maybe
   */
  private static RpcError ofBackend(
      String backend, String what, String executed, Optional<Duration> retryIn) {
    JsonWriter data =
        new JsonWriter()
            .put("backend", backend)
            .put("executed", executed)
            .put("retriable", executed.equals("no") ? Json.TRUE : Json.FALSE);
    retryIn.ifPresent(pause -> data.put("retryAfterMs", number(pause)));
    return new RpcError(INTERNAL_ERROR, "Backend \"" + backend + "\" " + what, data.json());
  }

  private static RpcError overloaded(Overloaded error) {
    JsonWriter data = new JsonWriter().put("limit", error.limit());
    error.backend().ifPresent(backend -> data.put("backend", backend));
    data.put("executed", "no")
        .put("retriable", Json.TRUE)
        .put("retryAfterMs", number(error.retryIn()));
    String where = error.backend().map(it -> " at backend \"" + it + "\"").orElse("");
    return new RpcError(
        INTERNAL_ERROR, "Limit reached" + where + ": " + error.limit(), data.json());
  }

  private static Json number(Duration span) {
    return Json.of(Long.toString(span.toMillis()));
  }

  private static RpcError cutByRestart() {
    Json data = new JsonWriter().put("executed", "maybe").put("retriable", Json.FALSE).json();
    return new RpcError(
        INTERNAL_ERROR,
        "The gateway was restarted while this request was under way, which may have been carried"
            + " out: look before you repeat it",
        data);
  }

  private static RpcError misbehaved(String backend, String problem, @Nullable Json original) {
    Json data =
        new JsonWriter()
            .put("backend", backend)
            .put("executed", "maybe")
            .put("retriable", Json.FALSE)
            .putPresent("original", original)
            .json();
    return new RpcError(
        INTERNAL_ERROR, "Backend \"" + backend + "\" broke the protocol: " + problem, data);
  }
}
