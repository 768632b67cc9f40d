package io.onemcp.conformance;

import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.testkit.Reply;
import io.onemcp.testkit.ScriptedServer;
import java.util.List;

/**
 * A backend that says what the test prepared, byte for byte. {@code @ID@} and {@code @TOKEN@} in it
 * become the id and the progress token of the request.
 */
final class OddBackend {
  private final BackendLine line;
  private final ScriptedServer server;
  private final String definition;
  private volatile List<String> prepared = List.of();
  private volatile String heard = "";

  OddBackend(BackendLine line, OddJson odd) {
    this.line = line;
    this.server = line.server();
    String more = ",\"odd\":" + odd.object() + odd.blank();
    server.tool("odd", "{\"name\":\"odd\",\"inputSchema\":{}" + more + "}", this::speak);
    server.list(Methods.PROMPTS_LIST, "prompts", "[{" + more.substring(1) + ",\"name\":\"odd\"}]");
    server.list(
        Methods.RESOURCES_LIST,
        "resources",
        "[{\"uri\":\"" + uri() + "\",\"name\":\"r\"" + more + "}]");
    server.list(
        Methods.RESOURCE_TEMPLATES_LIST,
        "resourceTemplates",
        "[{\"uriTemplate\":\"" + uri() + "/{x}\",\"name\":\"t\"" + more + "}]");
    server.on(Methods.PROMPTS_GET, this::speak);
    server.on(Methods.RESOURCES_READ, this::speak);
    server.on(Methods.COMPLETE, this::speak);
    this.definition = more;
  }

  ScriptedServer server() {
    return server;
  }

  BackendLine line() {
    return line;
  }

  String uri() {
    return line.label() + "://odd";
  }

  /** What every entry of its lists holds, beside the name. */
  String definition() {
    return definition;
  }

  /** From now on every request is answered by these messages. */
  void prepare(List<String> messages) {
    prepared = messages;
  }

  /** The text of the last request. */
  String heard() {
    return heard;
  }

  private void speak(Message.Request request, Reply reply) {
    heard = request.whole().toString();
    String id = request.id().json().toString();
    String token = String.valueOf(request.params().at(MetaKeys.META, MetaKeys.PROGRESS_TOKEN));
    for (String message : prepared) {
      reply.raw(message.replace("@ID@", id).replace("@TOKEN@", token));
    }
  }
}
