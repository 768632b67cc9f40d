package io.onemcp.core.exchange;

import io.onemcp.core.config.BackendName;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.task.TaskUse;
import java.util.Map;
import java.util.Optional;

/** Where a request goes. */
sealed interface Target {
  /**
   * A backend was found.
   *
   * @param path member of the message that holds the name or URI; empty where the method names
   *     nothing
   * @param original what stands there for the backend
   * @param headers headers that mirror single arguments
   * @param harmless whether carrying it out twice does no harm, by its method, or by the tool's own
   *     word
   * @param taskUse whether it is a tool that can be called as a task
   */
  record Found(
      BackendName backend,
      String[] path,
      Optional<String> original,
      Map<String, String> headers,
      boolean harmless,
      TaskUse taskUse)
      implements Target {
    /** Makes a target that is no tool. */
    Found(
        BackendName backend,
        String[] path,
        Optional<String> original,
        Map<String, String> headers,
        boolean harmless) {
      this(backend, path, original, headers, harmless, TaskUse.FORBIDDEN);
    }
  }

  /** Nothing that this client may see. */
  record Missing(GatewayError error) implements Target {}
}
