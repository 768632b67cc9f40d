package io.onemcp.core.bridge;

import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.backend.ServerDescription;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.RpcError;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonPatch;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.core.protocol.json.MalformedJsonException;
import java.util.Optional;

/**
 * A stateful client calls a stateless backend.
 *
 * <p>The client said who it is and how much log it wants when its session began; the backend hears
 * it with every request, and what the client can be asked for: {@link InputRounds} asks it. Results
 * lose what strict clients of the old era choke on: {@code resultType} and cache hints, and schemas
 * or structured content that are no objects.
 */
final class StatefulClientBridge implements Bridge {
  @Override
  public void request(Request request, ClientFacts client, Revision backend, JsonPatch patch) {
    patch.remove("params", "task");
    patch.set(Json.string(backend.wire()), "params", MetaKeys.META, MetaKeys.PROTOCOL_VERSION);
    patch.set(client.clientInfo(), "params", MetaKeys.META, MetaKeys.CLIENT_INFO);
    patch.set(client.capabilities(), "params", MetaKeys.META, MetaKeys.CLIENT_CAPABILITIES);
    client
        .logLevel()
        .ifPresent(level ->
            patch.set(Json.string(level.wire()), "params", MetaKeys.META, MetaKeys.LOG_LEVEL));
  }

  @Override
  public Optional<String> result(
      Request request, ServerDescription server, Success answer, JsonPatch patch) {
    Json type = answer.result().at("resultType");
    if (type != null && !type.asText().equals("complete")) {
      return Optional.of(
          "result of type " + type + " for a client that declared nothing of the kind");
    }
    patch.remove("result", "resultType").remove("result", "ttlMs").remove("result", "cacheScope");
    Json structured = answer.result().at("structuredContent");
    if (structured != null && !structured.isObject()) {
      patch.remove("result", "structuredContent");
    }
    return Optional.empty();
  }

  @Override
  public RpcError error(Request request, RpcError error) {
    if (ErrorCodes.isStatelessOnly(error.code())) {
      Json data = new JsonWriter().put("original", error.json()).json();
      return new RpcError(ErrorCodes.INTERNAL_ERROR, error.message(), data);
    }
    boolean notFound =
        error.code() == ErrorCodes.INVALID_PARAMS
            && error.data() != null
            && error.data().at("uri") != null;
    return notFound && request.method().equals(Methods.RESOURCES_READ)
        ? new RpcError(ErrorCodes.RESOURCE_NOT_FOUND, error.message(), error.data())
        : error;
  }

  @Override
  public Json definition(CapabilityKind kind, Json definition) {
    Json schema = kind == CapabilityKind.TOOL ? definition.at("outputSchema") : null;
    return schema == null || isOfObjects(schema)
        ? definition
        : definition.patch().remove("outputSchema").json();
  }

  private static boolean isOfObjects(Json schema) {
    try {
      return "object".equals(schema.text("type"));
    } catch (MalformedJsonException _) {
      return false;
    }
  }
}
