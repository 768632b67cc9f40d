package io.onemcp.adapters.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.backend.BackendConnection;
import io.onemcp.core.backend.BackendLostException;
import io.onemcp.core.backend.OutboundMessage;
import io.onemcp.core.backend.OutboundRequest;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.json.WireText;
import io.onemcp.testkit.BackendConnectorContract;
import io.onemcp.testkit.OpenedBackend;
import io.onemcp.testkit.RecordingInlet;
import io.onemcp.testkit.Running;
import io.onemcp.testkit.ScriptedChild;
import io.onemcp.testkit.ScriptedChild.Scenario;
import io.onemcp.testkit.TestTasks;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Child processes that behave badly, as real ones do. */
final class ScriptedChildTest {
  private final TestTasks tasks = new TestTasks();
  private final StdioConnector connector =
      new StdioConnector(
          tasks, BackendConnectorContract.LIMITS, Optional.empty(), NoLogs.OF_SERVERS);

  @AfterEach
  void endTasks() {
    connector.close();
    tasks.close();
    assertThat(tasks.failures()).isEmpty();
  }

  private OpenedBackend open(Scenario scenario) throws InterruptedException {
    return OpenedBackend.open(connector, ScriptedChild.definition("child", scenario));
  }

  @Nested
  final class GivenAChildThatNeedsTheHandshakeFirst {
    @Test
    void whenItIsAskedSomethingElseFirst_thenItExitsAndTheQuestionIsLost()
        throws InterruptedException {
      RecordingInlet inlet = new RecordingInlet();
      OutboundRequest probe =
          new OutboundRequest(
              new RequestId.Num(1),
              new OutboundMessage(
                  WireText.of("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server/discover\"}"),
                  Map.of()));
      try (BackendConnection connection =
          connector.open(
              ScriptedChild.definition("child", Scenario.EXITS_BEFORE_INITIALIZE), inlet)) {
        Running<Message.Response> call = Running.start(() -> connection.exchange(probe, _ -> {}));

        assertThat(call.failure()).containsInstanceOf(BackendLostException.class);
        assertThat(inlet.losses().await("loss", _ -> true))
            .isEqualTo("it exited with code 3: exiting as told");
      }
    }

    @Test
    void whenTheHandshakeComesFirst_thenItServes() throws InterruptedException {
      try (OpenedBackend backend = open(Scenario.EXITS_BEFORE_INITIALIZE)) {
        assertThat(backend.call(Methods.PING, "{}")).isInstanceOf(Message.Success.class);
      }
    }
  }

  @Nested
  final class GivenAChildThatTalksTooMuch {
    @Test
    void whenItFloodsItsErrors_thenItStillServes() throws InterruptedException {
      try (OpenedBackend backend = open(Scenario.FLOODS_STDERR)) {
        assertThat(backend.call(Methods.PING, "{}")).isInstanceOf(Message.Success.class);
        assertThat(backend.connection().diagnostics().lines()).hasSize(100);
      }
    }

    @Test
    void whenItWritesGarbageFirst_thenThatIsReportedAndItStillServes() throws InterruptedException {
      try (OpenedBackend backend = open(Scenario.WRITES_GARBAGE)) {
        assertThat(backend.call(Methods.PING, "{}")).isInstanceOf(Message.Success.class);
        assertThat(backend.inlet().garbage().all()).hasSize(3).contains("Starting up ...");
      }
    }
  }

  @Nested
  final class GivenADeafChild {
    @Test
    void whenClosed_thenItIsKilledAllTheSame() throws InterruptedException {
      OpenedBackend backend = open(Scenario.DEAF);
      ProcessHandle process =
          ProcessHandle.current()
              .children()
              .filter(child -> child.info().command().orElse("").endsWith("/java"))
              .findFirst()
              .orElseThrow();

      backend.close();

      assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(10));
    }
  }
}
