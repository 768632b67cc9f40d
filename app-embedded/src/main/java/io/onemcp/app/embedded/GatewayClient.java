package io.onemcp.app.embedded;

import io.onemcp.core.access.Caller;
import io.onemcp.core.access.Visitor;
import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.catalog.CapabilityCatalog;
import io.onemcp.core.catalog.Entry;
import io.onemcp.core.catalog.View;
import io.onemcp.core.exchange.Answer;
import io.onemcp.core.exchange.Headers;
import io.onemcp.core.exchange.Outlet;
import io.onemcp.core.exchange.StatelessDoor;
import io.onemcp.core.protocol.Decoded;
import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.MessageCodec;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.headers.HeaderText;
import io.onemcp.core.protocol.headers.ParameterHeaders;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonReader;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.core.protocol.json.WireText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Talks to the gateway from inside the JVM, without a socket, as a client of the stateless era.
 * Blocks the calling thread; an interrupt cancels. Safe for use by many threads.
 */
public final class GatewayClient {
  private static final Visitor SELF = new Visitor(Caller.ANONYMOUS, "this runtime");

  private final StatelessDoor door;
  private final CapabilityCatalog catalog;
  private final Json self;
  private final MessageCodec codec = new MessageCodec(JsonReader.DEFAULT_MAX_DEPTH);
  private final AtomicLong ids = new AtomicLong();

  GatewayClient(StatelessDoor door, CapabilityCatalog catalog, Json self) {
    this.door = door;
    this.catalog = catalog;
    this.self = self;
  }

  /** Returns the exposed names of all tools. */
  public List<String> tools() throws InterruptedException {
    List<String> names = new ArrayList<>();
    Json params = Json.EMPTY_OBJECT;
    while (true) {
      Json page = request(Methods.TOOLS_LIST, params);
      Json tools = page.at("tools");
      if (tools != null) {
        tools.elements().forEach(tool -> names.add(String.valueOf(tool.text("name"))));
      }
      String cursor = page.text("nextCursor");
      if (cursor == null) {
        return List.copyOf(names);
      }
      params = new JsonWriter().put("cursor", cursor).json();
    }
  }

  /**
   * Calls a tool and returns its result.
   *
   * @param arguments an object
   * @throws McpErrorException if the answer is an error instead of a result
   */
  public Json call(String tool, Json arguments) throws InterruptedException {
    return request(
        Methods.TOOLS_CALL, new JsonWriter().put("name", tool).put("arguments", arguments).json());
  }

  /**
   * Calls a tool and returns the text of its result, block under block.
   *
   * @param arguments an object
   * @throws McpErrorException if the answer is an error instead of a result
   */
  public String callForText(String tool, Json arguments) throws InterruptedException {
    Json content = call(tool, arguments).at("content");
    List<Json> blocks = content == null ? List.of() : content.elements();
    return blocks.stream()
        .map(block -> block.text("text"))
        .filter(Objects::nonNull)
        .collect(Collectors.joining("\n"));
  }

  /**
   * Sends any request of the stateless era and returns its result.
   *
   * @throws McpErrorException if the answer is an error instead of a result
   */
  public Json request(String method, Json params) throws InterruptedException {
    Json enveloped =
        params
            .patch()
            .set(
                Json.string(Revision.LATEST_STATELESS.wire()),
                MetaKeys.META,
                MetaKeys.PROTOCOL_VERSION)
            .set(self, MetaKeys.META, MetaKeys.CLIENT_INFO)
            .set(Json.EMPTY_OBJECT, MetaKeys.META, MetaKeys.CLIENT_CAPABILITIES)
            .json();
    Request request = Request.of(new RequestId.Num(ids.incrementAndGet()), method, enveloped);
    Answer answer = door.answer(SELF, View.EVERYTHING, request, headers(request), new Silence());
    return switch (codec.decode(answer.body().toByteArray())) {
      case Decoded.Single(Success success) -> success.result();
      case Decoded.Single(Failure(_, _, var error)) -> throw new McpErrorException(error);
      default -> throw new IllegalStateException("answer: no JSON-RPC response (expected: one)");
    };
  }

  private Headers headers(Request request) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("MCP-Protocol-Version", Revision.LATEST_STATELESS.wire());
    headers.put("Mcp-Method", request.method());
    String name =
        request.params().text(request.method().equals(Methods.RESOURCES_READ) ? "uri" : "name");
    if (name != null) {
      headers.put("Mcp-Name", HeaderText.encode(name));
    }
    if (request.method().equals(Methods.TOOLS_CALL)) {
      mirrored(name)
          .ifPresent(
              arguments -> headers.putAll(arguments.values(request.params().at("arguments"))));
    }
    return header -> Optional.ofNullable(headers.get(header));
  }

  private Optional<ParameterHeaders> mirrored(@Nullable String tool) {
    return Optional.ofNullable(tool)
        .flatMap(name -> catalog.of(View.EVERYTHING).find(CapabilityKind.TOOL, name))
        .flatMap(Entry::mirrored);
  }

  /** Nobody in this JVM listens to what comes before an answer. */
  private record Silence() implements Outlet {
    @Override
    public boolean offer(WireText message) {
      return false;
    }

    @Override
    public void end() {}
  }
}
