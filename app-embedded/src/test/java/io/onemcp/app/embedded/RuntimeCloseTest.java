package io.onemcp.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.Running;
import io.onemcp.testkit.ScriptedClient;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class RuntimeCloseTest {
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private final ToolServer waiting =
      ToolServer.named("waiting")
          .tool("wait", "Waits", SampleTools.ANY, _ -> waitUntilInterrupted())
          .tool("stubborn", "Waits whatever comes", SampleTools.ANY, _ -> waitStubbornly());

  private ToolOutput waitUntilInterrupted() throws InterruptedException {
    begun.countDown();
    try {
      release.await();
    } catch (InterruptedException e) {
      interrupted.countDown();
      throw e;
    }
    return ToolOutput.text("released");
  }

  private ToolOutput waitStubbornly() {
    begun.countDown();
    while (release.getCount() > 0) {
      try {
        release.await();
      } catch (InterruptedException _) {
        interrupted.countDown();
      }
    }
    return ToolOutput.text("released");
  }

  private static boolean happens(CountDownLatch event) throws InterruptedException {
    return event.await(10, TimeUnit.SECONDS);
  }

  private static Running<Boolean> closing(OneMcpRuntime runtime) {
    return Running.start(() -> {
      runtime.close();
      return true;
    });
  }

  @Nested
  final class GivenARunningCall {
    @Test
    void whenClosed_thenItsHandlerIsInterruptedAndItsCallerGetsAnError() throws Exception {
      Leftovers before = Leftovers.before();
      OneMcpRuntime runtime = OneMcpRuntime.builder().server("w", waiting).start();
      Running<Json> call = Running.start(() -> runtime.client().call("w__wait", Json.EMPTY_OBJECT));
      assertThat(happens(begun)).isTrue();

      assertThat(closing(runtime).result()).isTrue();

      assertThat(call.failure().orElseThrow())
          .isInstanceOf(McpErrorException.class)
          .hasMessageContaining("w");
      assertThat(happens(interrupted)).isTrue();
      before.assertNone();
    }

    @Test
    void whenItIgnoresItsInterrupt_thenCloseDoesNotWaitForIt() throws Exception {
      OneMcpRuntime runtime = OneMcpRuntime.builder().server("w", waiting).start();
      Running<Json> call =
          Running.start(() -> runtime.client().call("w__stubborn", Json.EMPTY_OBJECT));
      assertThat(happens(begun)).isTrue();

      assertThat(closing(runtime).result()).isTrue();
      assertThat(happens(interrupted)).isTrue();
      assertThat(call.isDone()).isFalse();

      release.countDown();
      call.failure();
    }

    @Test
    void whenItCameOverTheSocket_thenItIsAnsweredAndNothingIsLeft() throws Exception {
      Leftovers before = Leftovers.before();
      OneMcpRuntime runtime =
          OneMcpRuntime.builder().server("w", waiting).http("127.0.0.1", 0).start();
      try (ScriptedClient client = ScriptedClient.of(runtime.url().orElseThrow())) {
        Running<String> call =
            Running.start(() -> String.valueOf(client.stateless().callTool("w__wait", "{}")));
        assertThat(happens(begun)).isTrue();

        Running<Boolean> closing = closing(runtime);
        release.countDown();

        assertThat(closing.result()).isTrue();
        assertThat(call.result()).contains("released");
      }
      before.assertNone();
    }

    @Test
    void whenItsCallerIsInterrupted_thenTheHandlerIsTooAndOthersGoOn() throws Exception {
      try (OneMcpRuntime runtime =
          OneMcpRuntime.builder()
              .server("w", waiting)
              .server("sample", SampleTools.server())
              .start()) {
        Running<Json> call =
            Running.start(() -> runtime.client().call("w__wait", Json.EMPTY_OBJECT));
        assertThat(happens(begun)).isTrue();

        call.interrupt();

        assertThat(call.failure()).containsInstanceOf(InterruptedException.class);
        assertThat(happens(interrupted)).isTrue();
        assertThat(runtime.client().callForText("sample__echo", Json.EMPTY_OBJECT))
            .isEqualTo("nothing");
      }
    }
  }

  @Nested
  final class GivenAClosedRuntime {
    @Test
    void whenClosedAgain_thenNothingHappensAndCallsAreRefused() throws InterruptedException {
      OneMcpRuntime runtime =
          OneMcpRuntime.builder().server("sample", SampleTools.server()).start();
      GatewayClient client = runtime.client();
      assertThat(client.callForText("sample__echo", Json.EMPTY_OBJECT)).isEqualTo("nothing");
      runtime.close();

      runtime.close();

      assertThat(Running.start(() -> client.call("sample__echo", Json.EMPTY_OBJECT)).failure())
          .containsInstanceOf(McpErrorException.class);
    }
  }
}
