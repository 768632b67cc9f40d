package io.onemcp.app.embedded;

/** Does what a tool is for. Called by many threads at once; blocking is fine. */
@FunctionalInterface
public interface ToolHandler {
  /**
   * Carries a call out. An exception becomes a tool result that is marked as an error, with the
   * exception's message, or its name where it has none.
   *
   * @throws InterruptedException if the client cancelled, or its time is up
   */
  ToolOutput call(ToolCall call) throws InterruptedException;
}
