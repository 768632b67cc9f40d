package io.onemcp.core.protocol;

import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonKind;
import io.onemcp.core.protocol.json.JsonMember;
import io.onemcp.core.protocol.json.JsonReader;
import io.onemcp.core.protocol.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads JSON-RPC 2.0 envelopes; the same for both eras. Safe for use by many threads. */
public final class MessageCodec {
  private static final String[] ENVELOPE = {"jsonrpc", "id", "method", "params", "result", "error"};

  private static final List<String> KINDS = List.of("method", "result", "error");

  private final JsonReader reader;

  /** Makes a codec that refuses text nested deeper than {@code maxDepth} levels. */
  public MessageCodec(int maxDepth) {
    this.reader = new JsonReader(maxDepth);
  }

  /** Reads what a peer sent. */
  public Decoded decode(byte[] utf8) {
    return decode(utf8, utf8.length);
  }

  /** Reads what a peer sent, the first {@code length} bytes of an array that nobody changes. */
  public Decoded decode(byte[] utf8, int length) {
    try {
      Json whole = reader.read(utf8, length);
      return whole.kind() == JsonKind.ARRAY ? new Decoded.Batch(whole.elements()) : decode(whole);
    } catch (MalformedJsonException e) {
      return new Decoded.NoJson(e.getMessage());
    }
  }

  /** Reads one entry of a batch, or a text that is known to be JSON. */
  public Decoded decode(Json whole) {
    if (!whole.isObject()) {
      return new Decoded.NoMessage(null, "message: " + whole.kind() + " (expected: an object)");
    }
    try {
      refuseEscapes(whole);
      whole.requireUnambiguous(ENVELOPE);
      return envelope(whole);
    } catch (MalformedJsonException e) {
      return new Decoded.NoJson(e.getMessage());
    }
  }

  private static void refuseEscapes(Json whole) {
    for (JsonMember member : whole.members()) {
      if (member.escaped()) {
        throw new MalformedJsonException(
            "member \"" + member.name() + "\": name is spelled with an escape");
      }
    }
  }

  private static Decoded envelope(Json whole) {
    Json rawId = whole.at("id");
    Optional<RequestId> id = rawId == null ? Optional.empty() : RequestId.of(rawId);
    @Nullable RequestId known = id.orElse(null);
    if (!"2.0".equals(whole.text("jsonrpc"))) {
      return new Decoded.NoMessage(
          known, "jsonrpc: " + whole.at("jsonrpc") + " (expected: \"2.0\")");
    }
    List<String> kinds = kinds(whole);
    if (kinds.size() != 1) {
      return new Decoded.NoMessage(
          known,
          "message: has "
              + (kinds.isEmpty() ? "neither" : String.join(" and ", kinds))
              + " (expected: one of method, result, error)");
    }
    return switch (kinds.getFirst()) {
      case "method" -> call(whole, rawId, known);
      case "error" -> failure(whole, known);
      default ->
          known == null
              ? new Decoded.NoMessage(null, "id: " + rawId + " (expected: a string or an integer)")
              : new Decoded.Single(new Message.Success(whole, known));
    };
  }

  private static List<String> kinds(Json whole) {
    List<String> found = new ArrayList<>(1);
    for (String kind : KINDS) {
      if (whole.at(kind) != null) {
        found.add(kind);
      }
    }
    return found;
  }

  private static Decoded call(Json whole, @Nullable Json rawId, @Nullable RequestId id) {
    String method = whole.text("method");
    Json params = whole.at("params");
    if (method == null) {
      return new Decoded.NoMessage(id, "method: " + whole.at("method") + " (expected: a string)");
    }
    if (params != null && !params.isObject()) {
      return new Decoded.NoMessage(id, "params: " + params.kind() + " (expected: an object)");
    }
    if (rawId == null) {
      return new Decoded.Single(new Message.Notification(whole, method));
    }
    return id == null
        ? new Decoded.NoMessage(null, "id: " + rawId + " (expected: a string or an integer)")
        : new Decoded.Single(new Message.Request(whole, id, method));
  }

  private static Decoded failure(Json whole, @Nullable RequestId id) {
    Json code = whole.at("error", "code");
    String message = whole.text("error", "message");
    try {
      int number = Integer.parseInt(String.valueOf(code));
      RpcError error =
          new RpcError(number, message == null ? "" : message, whole.at("error", "data"));
      return new Decoded.Single(new Message.Failure(whole, id, error));
    } catch (NumberFormatException _) {
      return new Decoded.NoMessage(id, "error.code: " + code + " (expected: an integer)");
    }
  }
}
