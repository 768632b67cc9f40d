package io.onemcp.conformance.matrix;

import io.onemcp.core.protocol.json.Json;
import java.util.List;
import java.util.Objects;

/** One client and one backend, who know each other by what the gateway makes of names. */
record Meeting(PeerClient client, ServerScript backend, String prefix, String uriPrefix) {
  Meeting(PeerClient client, ServerScript backend, String prefix) {
    this(client, backend, prefix, "");
  }

  /** What the client calls a tool or a prompt of the backend. */
  String exposed(String name) {
    return prefix + name;
  }

  /** What the client calls a resource of the backend. */
  String uri(String path) {
    return uriPrefix + backend.uri(path);
  }

  /** A text that no other meeting has. */
  String key(String what) {
    return what + " " + client.revision() + " " + backend.name();
  }

  Json callTool(String name, String argumentsJson) throws InterruptedException {
    return client.result("tools/call", call(name, argumentsJson));
  }

  String call(String name, String argumentsJson) {
    return "{\"name\":\"" + exposed(name) + "\",\"arguments\":" + argumentsJson + "}";
  }

  /** A call with a progress token. */
  String watched(String name, String token) {
    return "{\"name\":\"%s\",\"arguments\":{},\"_meta\":{\"progressToken\":\"%s\"}}"
        .formatted(exposed(name), token);
  }

  /** The text of a tool's result. */
  static String text(Json result) {
    Json content = Objects.requireNonNull(result.at("content"));
    return String.valueOf(content.elements().getFirst().text("text"));
  }

  /** The names of listed entries. */
  static List<String> names(List<Json> entries, String member) {
    return entries.stream().map(entry -> String.valueOf(entry.text(member))).toList();
  }
}
