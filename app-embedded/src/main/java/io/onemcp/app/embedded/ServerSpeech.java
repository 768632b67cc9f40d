package io.onemcp.app.embedded;

import io.onemcp.app.embedded.ToolServer.Tool;
import io.onemcp.core.backend.Interim;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.Implementation;
import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a {@link ToolServer} talks in one era. */
record ServerSpeech(Era era, Implementation self, Map<String, Tool> tools) {
  private static final Logger LOG = LoggerFactory.getLogger(ServerSpeech.class);
  private static final Json CAPABILITIES = Json.of("{\"tools\":{}}");

  Response answer(Request request, Interim interim) throws InterruptedException {
    return switch (request.method()) {
      case Methods.TOOLS_LIST -> success(request, list());
      case Methods.TOOLS_CALL -> call(request, interim);
      default -> era == Era.STATELESS ? stateless(request) : stateful(request);
    };
  }

  private Response stateless(Request request) {
    return request.method().equals(Methods.DISCOVER)
        ? success(request, discovery())
        : unknown(request);
  }

  private Response stateful(Request request) {
    return switch (request.method()) {
      case Methods.INITIALIZE -> success(request, welcome(request));
      case Methods.PING -> success(request, new JsonWriter());
      default -> unknown(request);
    };
  }

  private Response unknown(Request request) {
    return refuse(request, new GatewayError.UnknownMethod(request.method()));
  }

  private Response call(Request request, Interim interim) throws InterruptedException {
    String name = String.valueOf(request.params().text("name"));
    Tool tool = tools.get(name);
    if (tool == null) {
      return refuse(request, new GatewayError.UnknownCapability("tool", name));
    }
    return success(request, run(tool, new ToolCall(request, interim)).result());
  }

  private static ToolOutput run(Tool tool, ToolCall call) throws InterruptedException {
    try {
      return Objects.requireNonNull(tool.handler().call(call), "the tool gave nothing back");
    } catch (RuntimeException e) {
      LOG.warn("a tool failed", e);
      return ToolOutput.error(
          Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName()));
    }
  }

  private JsonWriter list() {
    JsonWriter list =
        new JsonWriter()
            .put("tools", JsonWriter.array(tools.values().stream().map(Tool::definition).toList()));
    return era == Era.STATELESS ? cacheable(list) : list;
  }

  private JsonWriter discovery() {
    return cacheable(
        new JsonWriter()
            .put("supportedVersions", JsonWriter.strings(List.of(Revision.LATEST_STATELESS.wire())))
            .put("capabilities", CAPABILITIES)
            .put(MetaKeys.META, new JsonWriter().put(MetaKeys.SERVER_INFO, self.json()).json()));
  }

  /** The tools are fixed when the server is made. */
  private static JsonWriter cacheable(JsonWriter result) {
    return result.put("ttlMs", 3_600_000).put("cacheScope", "public");
  }

  private JsonWriter welcome(Request request) {
    String requested = String.valueOf(request.params().text("protocolVersion"));
    Revision revision =
        Revision.of(requested)
            .filter(known -> known.era() == Era.STATEFUL)
            .orElse(Revision.LATEST_STATEFUL);
    return new JsonWriter()
        .put("protocolVersion", revision.wire())
        .put("capabilities", CAPABILITIES)
        .put("serverInfo", self.json());
  }

  private Response success(Request request, JsonWriter result) {
    if (era == Era.STATELESS) {
      result.put("resultType", "complete");
    }
    return Success.of(request.id(), result.json());
  }

  private Response refuse(Request request, GatewayError error) {
    return Failure.of(request.id(), ErrorCodes.rpcError(error, era));
  }
}
