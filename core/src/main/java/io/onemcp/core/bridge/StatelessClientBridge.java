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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stateless client calls a stateful backend.
 *
 * <p>The envelope is taken off, as the session with the backend was agreed before. Results get the
 * members that every result of the new era has; a resource is neither to be kept nor to be shared,
 * since the backend promised neither.
 */
final class StatelessClientBridge implements Bridge {
  @Override
  public void request(Request request, ClientFacts client, Revision backend, JsonPatch patch) {
    patch
        .remove("params", "task")
        .remove("params", MetaKeys.META, MetaKeys.PROTOCOL_VERSION)
        .remove("params", MetaKeys.META, MetaKeys.CLIENT_INFO)
        .remove("params", MetaKeys.META, MetaKeys.CLIENT_CAPABILITIES)
        .remove("params", MetaKeys.META, MetaKeys.LOG_LEVEL)
        .prune("params", MetaKeys.META)
        .remove("params", "inputResponses")
        .remove("params", "requestState");
  }

  @Override
  public Optional<String> result(
      Request request, ServerDescription server, Success answer, JsonPatch patch) {
    if (answer.result().at("resultType") == null) {
      patch.set(Json.string("complete"), "result", "resultType");
    }
    if (request.method().equals(Methods.RESOURCES_READ)) {
      patch
          .set(Json.number(0), "result", "ttlMs")
          .set(Json.string("private"), "result", "cacheScope");
    }
    if (!server.serverInfo().members().isEmpty()) {
      patch.set(server.serverInfo(), "result", MetaKeys.META, MetaKeys.SERVER_INFO);
    }
    return Optional.empty();
  }

  @Override
  public RpcError error(Request request, RpcError error) {
    if (error.code() == ErrorCodes.RESOURCE_NOT_FOUND) {
      return new RpcError(ErrorCodes.INVALID_PARAMS, error.message(), named(request, error));
    }
    if (error.code() == ErrorCodes.URL_ELICITATION_REQUIRED) {
      Json required = Json.of("{\"requiredCapabilities\":{\"elicitation\":{\"url\":{}}}}");
      return new RpcError(ErrorCodes.MISSING_CAPABILITY, error.message(), required);
    }
    if (ErrorCodes.isReserved(error.code())) {
      Json data = new JsonWriter().put("original", error.json()).json();
      return new RpcError(ErrorCodes.INTERNAL_ERROR, error.message(), data);
    }
    return error;
  }

  /** The other era tells in the data which resource it was. */
  private static @Nullable Json named(Request request, RpcError error) {
    String uri = request.params().text("uri");
    if (uri == null) {
      return error.data();
    }
    Json data = error.data() == null || !error.data().isObject() ? Json.EMPTY_OBJECT : error.data();
    return data.patch().set(Json.string(uri), "uri").json();
  }

  @Override
  public Json definition(CapabilityKind kind, Json definition) {
    return kind == CapabilityKind.TOOL && definition.at("execution") != null
        ? definition.patch().remove("execution").json()
        : definition;
  }
}
