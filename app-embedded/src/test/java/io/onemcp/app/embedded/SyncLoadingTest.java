package io.onemcp.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.config.GatewayConfig;
import io.onemcp.core.config.LoadingConfig;
import io.onemcp.core.config.LoadingMode;
import io.onemcp.testkit.Running;
import io.onemcp.testkit.ScriptedClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** In the mode {@code sync} the door opens when all are ready, or the deadline is over. */
final class SyncLoadingTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch mayStart = new CountDownLatch(1);
  private final ToolServer tools = SampleTools.server();
  private final InProcessServer slow =
      (request, interim) -> {
        asked.countDown();
        mayStart.await();
        return tools.answer(request, interim);
      };

  private OneMcpRuntime start(int port, Duration deadline) {
    LoadingConfig loading =
        new LoadingConfig(LoadingMode.SYNC, Duration.ZERO, deadline, Duration.ofMinutes(5));
    return OneMcpRuntime.builder()
        .config(GatewayConfig.DEFAULT.withLoading(loading))
        .server("quick", tools)
        .server("slow", slow)
        .http("127.0.0.1", port)
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static boolean isOpen(int port) {
    try (Socket client = new Socket()) {
      client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2_000);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  @Nested
  final class GivenASlowServer {
    @Test
    void whenItIsReadyInTime_thenTheDoorOpensNoSoonerAndItsToolsAreThere() throws Exception {
      int port = freePort();
      Running<OneMcpRuntime> starting = Running.start(() -> start(port, LONG));
      asked.await();
      assertThat(isOpen(port)).isFalse();
      assertThat(starting.isDone()).isFalse();

      mayStart.countDown();

      try (OneMcpRuntime runtime = starting.result();
          ScriptedClient client = ScriptedClient.of(runtime.url().orElseThrow())) {
        assertThat(client.stateless().call("tools/list", "{}").result().toString())
            .contains("quick__", "slow__");
        assertThat(runtime.backends()).allMatch(BackendReport::ready);
      }
    }
  }

  @Nested
  final class GivenAServerThatNeverComes {
    @Test
    void whenTheDeadlineIsOver_thenTheDoorOpensForTheOthers() throws Exception {
      int port = freePort();
      try (OneMcpRuntime runtime = start(port, Duration.ofMillis(300));
          ScriptedClient client = ScriptedClient.of(runtime.url().orElseThrow())) {
        assertThat(isOpen(port)).isTrue();
        assertThat(asked.getCount()).isZero();
        assertThat(client.stateless().call("tools/list", "{}").result().toString())
            .contains("quick__")
            .doesNotContain("slow__");

        mayStart.countDown();

        assertThat(runtime.awaitSettled(LONG)).isTrue();
        assertThat(runtime.backends()).allMatch(BackendReport::ready);
      }
    }
  }
}
