package io.onemcp.adapters.stdio;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.testkit.BackendConnectorContract;
import io.onemcp.testkit.RecordingInlet;
import io.onemcp.testkit.TestTasks;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A program in the place of a gateway: it starts children and says so, then waits to be ended. */
final class StandIn {
  private StandIn() {}

  /** Takes a folder as its scope, and one script for each child, which prints one line. */
  @SuppressWarnings("SystemOut") // that is how it talks to the test
  static void main(String[] args) throws InterruptedException {
    StdioConnector connector =
        new StdioConnector(
            new TestTasks(),
            BackendConnectorContract.LIMITS,
            Optional.of(args[0]),
            NoLogs.OF_SERVERS);
    for (String script : List.of(args).subList(1, args.length)) {
      RecordingInlet inlet = new RecordingInlet();
      var _ =
          connector.open(
              BackendDefinition.of(
                  "child",
                  new BackendTransport.Stdio(
                      "sh", List.of("-c", script), Map.of(), Optional.empty())),
              inlet);
      System.out.println(inlet.garbage().await("word of the child", _ -> true));
    }
    System.out.println("ready");
    System.out.flush();
    Thread.currentThread().join();
  }
}
