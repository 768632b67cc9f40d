package io.onemcp.testkit;

import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A client of the stateless era: every request carries its envelope and its headers. */
public final class StatelessClient {
  /** Which member of the parameters is repeated in a header. */
  private static final Map<String, String> NAMING =
      Map.of(
          Methods.TOOLS_CALL, "name",
          Methods.PROMPTS_GET, "name",
          Methods.RESOURCES_READ, "uri",
          Methods.TASKS_GET, "taskId",
          Methods.TASKS_UPDATE, "taskId",
          Methods.TASKS_CANCEL, "taskId");

  private final ScriptedClient client;
  private final Revision revision;
  private final Json capabilities;
  private final AtomicLong lastId = new AtomicLong();

  StatelessClient(ScriptedClient client, Revision revision, Json capabilities) {
    this.client = client;
    this.revision = revision;
    this.capabilities = capabilities;
  }

  /** Sends a request with the next integer id. */
  public ClientAnswer call(String method, String paramsJson, String... headers)
      throws InterruptedException {
    return call(new RequestId.Num(lastId.incrementAndGet()), method, paramsJson, headers);
  }

  /**
   * Sends a request with an id of the test's choice.
   *
   * @param paramsJson members of {@code _meta} in it stay, and win over the usual ones
   * @param headers names and values, alternating; they win over the usual ones
   */
  public ClientAnswer call(RequestId id, String method, String paramsJson, String... headers)
      throws InterruptedException {
    Json params = enveloped(Json.of(paramsJson), revision, capabilities);
    String body = Message.Request.of(id, method, params).whole().toString();
    return client.post(body, usualHeaders(method, params, headers));
  }

  /** Calls a tool and returns its result. */
  public Json callTool(String name, String argumentsJson) throws InterruptedException {
    return call(Methods.TOOLS_CALL, toolParams(name, argumentsJson)).result();
  }

  /** Opens a subscription and returns its stream; the filter is {@code params.notifications}. */
  public EventStream listen(String filterJson) throws InterruptedException {
    return call(Methods.LISTEN, "{\"notifications\":" + filterJson + "}").events();
  }

  static String toolParams(String name, String argumentsJson) {
    return "{\"name\":" + Json.string(name) + ",\"arguments\":" + argumentsJson + "}";
  }

  /** Returns parameters with what every request of the era has to say in them. */
  public static Json enveloped(Json params, Revision revision, Json capabilities) {
    JsonWriter meta = new JsonWriter();
    meta.put(MetaKeys.PROTOCOL_VERSION, revision.wire());
    meta.put(MetaKeys.CLIENT_INFO, StatefulClient.clientInfo());
    meta.put(MetaKeys.CLIENT_CAPABILITIES, capabilities);
    Json given = params.at(MetaKeys.META);
    if (given != null) {
      given.members().forEach(member -> meta.put(member.name(), member.value()));
    }
    return params.patch().set(meta.json(), MetaKeys.META).json();
  }

  private String[] usualHeaders(String method, Json params, String... more) {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("MCP-Protocol-Version", revision.wire(), "Mcp-Method", method));
    String member = NAMING.get(method);
    String name = member == null ? null : params.text(member);
    if (name != null) {
      all.addAll(List.of("Mcp-Name", name));
    }
    all.addAll(Arrays.asList(more));
    return all.toArray(String[]::new);
  }
}
