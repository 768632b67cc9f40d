package io.onemcp.core.task;

import io.onemcp.core.protocol.json.Json;
import org.jspecify.annotations.Nullable;

/** Whether a tool can be called as a task (MCP 2025-11-25, {@code execution.taskSupport}). */
public enum TaskUse {
  /** It is called as ever. */
  FORBIDDEN,
  /** The client chooses. */
  OPTIONAL,
  /** It cannot be called otherwise. */
  REQUIRED;

  /** Returns what a tool's definition says; silence forbids. */
  public static TaskUse of(Json definition) {
    @Nullable String support = definition.text("execution", "taskSupport");
    return switch (support) {
      case "optional" -> OPTIONAL;
      case "required" -> REQUIRED;
      case null, default -> FORBIDDEN;
    };
  }
}
