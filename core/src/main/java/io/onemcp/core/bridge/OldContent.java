package io.onemcp.core.bridge;

import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonPatch;
import io.onemcp.core.protocol.json.JsonWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Replaces content blocks that a client's revision does not know by text: its parser would refuse
 * the whole result. Resource links came with 2025-06-18, audio with 2025-03-26.
 */
public final class OldContent {
  private OldContent() {}

  /** Returns whether results have to be looked through for clients of this revision. */
  public static boolean concerns(Revision client) {
    return !client.atLeast(Revision.V2025_06_18);
  }

  /** Adds the replacements for a whole answer to its patch. */
  public static void replace(Json whole, Revision client, JsonPatch patch) {
    blocks(whole.at("result", "content"), client, patch);
    Json messages = whole.at("result", "messages");
    if (messages != null) {
      messages.elements().forEach(message -> blocks(message.at("content"), client, patch));
    }
  }

  private static void blocks(@Nullable Json content, Revision client, JsonPatch patch) {
    if (content == null) {
      return;
    }
    if (content.isObject()) {
      block(content, client, patch);
    }
    content.elements().forEach(block -> block(block, client, patch));
  }

  private static void block(Json block, Revision client, JsonPatch patch) {
    text(block, client)
        .ifPresent(text ->
            patch.replace(block, new JsonWriter().put("type", "text").put("text", text).json()));
  }

  private static Optional<String> text(Json block, Revision client) {
    String type = String.valueOf(block.text("type"));
    if (type.equals("resource_link")) {
      return Optional.of("Resource " + block.text("name") + ": " + block.text("uri"));
    }
    boolean unheard = type.equals("audio") && !client.atLeast(Revision.V2025_03_26);
    return unheard ? Optional.of("Audio of type " + block.text("mimeType")) : Optional.empty();
  }
}
