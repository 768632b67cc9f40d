package io.onemcp.core.exchange;

import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonPatch;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Gives the resource URIs in a result the form that the client knows: in contents, resource links
 * and embedded resources. Only needed for backends that share a URI with another one.
 */
record UriRewriter(UnaryOperator<String> expose) {
  /** Adds the changes of a whole answer to its patch. */
  void rewrite(Json whole, JsonPatch patch) {
    Json result = whole.at("result");
    if (result == null) {
      return;
    }
    each(result.at("contents"), contents -> uri(contents, patch));
    each(result.at("content"), block -> block(block, patch));
    each(result.at("messages"), message -> message(message.at("content"), patch));
  }

  private void message(@Nullable Json content, JsonPatch patch) {
    if (content != null && content.isObject()) {
      block(content, patch);
    }
    each(content, block -> block(block, patch));
  }

  private void block(Json block, JsonPatch patch) {
    String type = block.text("type");
    if ("resource_link".equals(type)) {
      uri(block, patch);
    } else if ("resource".equals(type)) {
      uri(block.at("resource"), patch);
    }
  }

  private void uri(@Nullable Json holder, JsonPatch patch) {
    Json uri = holder == null ? null : holder.at("uri");
    if (uri != null && uri.isString()) {
      String exposed = expose.apply(uri.asText());
      if (!exposed.equals(uri.asText())) {
        patch.replace(uri, Json.string(exposed));
      }
    }
  }

  private static void each(@Nullable Json array, Consumer<Json> action) {
    if (array != null) {
      array.elements().forEach(action);
    }
  }
}
