package io.onemcp.core.protocol;

import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * One JSON-RPC message. The envelope is typed, the content stays opaque: {@link #whole()} keeps
 * every byte as it came, and whoever forwards a message changes single members of it by {@link
 * Json#patch()}.
 */
public sealed interface Message {
  /** Returns the complete message. */
  Json whole();

  /** A call that wants an answer. */
  record Request(Json whole, RequestId id, String method) implements Message {
    /** Makes a request of our own. */
    public static Request of(RequestId id, String method, Json params) {
      Json whole =
          envelope().put("id", id.json()).put("method", method).put("params", params).json();
      return new Request(whole, id, method);
    }

    /** Returns the parameters; an empty object where there are none. */
    public Json params() {
      return paramsOf(whole);
    }
  }

  /** A call that wants none. */
  record Notification(Json whole, String method) implements Message {
    /** Makes a notification of our own. */
    public static Notification of(String method, Json params) {
      return new Notification(
          envelope().put("method", method).put("params", params).json(), method);
    }

    /** Returns the parameters; an empty object where there are none. */
    public Json params() {
      return paramsOf(whole);
    }
  }

  /** An answer. */
  sealed interface Response extends Message {
    /**
     * Returns the id of the answered request; null only in a failure whose request could not be
     * read.
     */
    @Nullable RequestId id();
  }

  /** An answer with a result. */
  record Success(Json whole, RequestId id) implements Response {
    /** Makes a result of our own. */
    public static Success of(RequestId id, Json result) {
      return new Success(envelope().put("id", id.json()).put("result", result).json(), id);
    }

    public Json result() {
      Json result = whole.at("result");
      return result == null ? Json.EMPTY_OBJECT : result;
    }
  }

  /** An answer with an error. */
  record Failure(Json whole, @Nullable RequestId id, RpcError error) implements Response {
    /** Makes an error answer of our own; without an id where the request's could not be read. */
    public static Failure of(@Nullable RequestId id, RpcError error) {
      JsonWriter message = envelope();
      if (id != null) {
        message.put("id", id.json());
      }
      return new Failure(message.put("error", error.json()).json(), id, error);
    }
  }

  private static JsonWriter envelope() {
    return new JsonWriter().put("jsonrpc", "2.0");
  }

  private static Json paramsOf(Json whole) {
    Json params = whole.at("params");
    return params == null ? Json.EMPTY_OBJECT : params;
  }
}
