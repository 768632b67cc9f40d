package io.onemcp.adapters.stdio;

import io.onemcp.core.config.ServerLogsConfig;
import io.onemcp.testkit.FakeTime;
import io.onemcp.testkit.TestTasks;
import java.util.Optional;

/** Logs for tests that do not look at them: they write nothing, and need no end. */
final class NoLogs {
  static final ServerLogs OF_SERVERS =
      new ServerLogs(Optional.empty(), ServerLogsConfig.DEFAULT, new TestTasks(), new FakeTime());

  private NoLogs() {}
}
