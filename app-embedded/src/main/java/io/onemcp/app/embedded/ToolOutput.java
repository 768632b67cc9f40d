package io.onemcp.app.embedded;

import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.util.List;
import java.util.Optional;

/**
 * What a tool gives back.
 *
 * @param content blocks of the schema's {@code ContentBlock}
 * @param structured the result for programs
 * @param failed whether the tool could not do its work
 */
public record ToolOutput(List<Json> content, Optional<Json> structured, boolean failed) {
  public ToolOutput {
    content = List.copyOf(content);
  }

  /** Makes an output of one block of text. */
  public static ToolOutput text(String text) {
    return new ToolOutput(List.of(textBlock(text)), Optional.empty(), false);
  }

  /** Makes an output of an object, which is shown as text to clients that want text. */
  public static ToolOutput structured(Json object) {
    return new ToolOutput(List.of(textBlock(object.toString())), Optional.of(object), false);
  }

  /** Makes an output that says what went wrong. */
  public static ToolOutput error(String problem) {
    return new ToolOutput(List.of(textBlock(problem)), Optional.empty(), true);
  }

  private static Json textBlock(String text) {
    return new JsonWriter().put("type", "text").put("text", text).json();
  }

  JsonWriter result() {
    JsonWriter result = new JsonWriter().put("content", JsonWriter.array(content));
    structured.ifPresent(object -> result.put("structuredContent", object));
    return failed ? result.put("isError", true) : result;
  }
}
