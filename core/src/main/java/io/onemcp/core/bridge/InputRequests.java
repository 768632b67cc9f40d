package io.onemcp.core.bridge;

import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.RpcError;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * What a server may ask a client in the middle of a call, and which declared capability that needs.
 */
public final class InputRequests {
  public static final String ELICIT = "elicitation/create";
  public static final String SAMPLE = "sampling/createMessage";
  public static final String ROOTS = "roots/list";

  private static final RequestId ANY = new RequestId.Num(0);

  private InputRequests() {}

  /** Returns what a client has to declare for a question; an empty object for unknown questions. */
  public static Json required(String method, Json params) {
    return switch (method) {
      case ELICIT ->
          Json.of(
              isUrl(params) ? "{\"elicitation\":{\"url\":{}}}" : "{\"elicitation\":{\"form\":{}}}");
      case SAMPLE ->
          Json.of(
              params.at("tools") == null ? "{\"sampling\":{}}" : "{\"sampling\":{\"tools\":{}}}");
      case ROOTS -> Json.of("{\"roots\":{}}");
      default -> Json.EMPTY_OBJECT;
    };
  }

  /** Returns whether a client that declared these capabilities can be asked this. */
  public static boolean isCovered(Json capabilities, String method, Json params) {
    return switch (method) {
      case ELICIT -> elicits(capabilities.at("elicitation"), isUrl(params));
      case SAMPLE ->
          capabilities.at("sampling") != null
              && (params.at("tools") == null || capabilities.at("sampling", "tools") != null);
      case ROOTS -> capabilities.at("roots") != null;
      default -> false;
    };
  }

  /** An empty object means forms, as it did before addresses could be elicited. */
  private static boolean elicits(@Nullable Json declared, boolean url) {
    if (declared == null) {
      return false;
    }
    return url
        ? declared.at("url") != null
        : declared.at("form") != null || declared.at("url") == null;
  }

  private static boolean isUrl(Json params) {
    return "url".equals(params.text("mode"));
  }

  /** Returns whether an answer has the shape that the question wants. */
  public static boolean isAnswer(String method, Json answer) {
    return switch (method) {
      case ELICIT -> answer.text("action") != null;
      case SAMPLE -> answer.text("role") != null && answer.at("content") != null;
      case ROOTS -> answer.at("roots") != null;
      default -> answer.isObject();
    };
  }

  /**
   * Keeps of a client's capabilities what a backend may ask for; everything else is between others.
   */
  public static Json askable(Json capabilities) {
    JsonWriter kept = new JsonWriter();
    for (String name : new String[] {"elicitation", "roots", "sampling"}) {
      kept.putPresent(name, capabilities.at(name));
    }
    return kept.json();
  }

  /** Returns what a client says that is there and does not answer; the id is of no account. */
  public static Response declined(String method) {
    return switch (method) {
      case ELICIT -> Success.of(ANY, Json.of("{\"action\":\"cancel\"}"));
      case SAMPLE ->
          Failure.of(ANY, new RpcError(ErrorCodes.USER_REJECTED, "User rejected sampling request"));
      default ->
          Failure.of(
              ANY,
              new RpcError(
                  ErrorCodes.METHOD_NOT_FOUND, "the client cannot be asked for " + method));
    };
  }
}
