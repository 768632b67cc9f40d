package io.onemcp.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.testkit.MemoryJournal;
import io.onemcp.testkit.Received;
import io.onemcp.testkit.Running;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RuntimeReportsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final CountDownLatch mayStart = new CountDownLatch(1);
  private final ToolServer tools = SampleTools.server();
  private final InProcessServer slow =
      (request, interim) -> {
        mayStart.await();
        return tools.answer(request, interim);
      };

  @Nested
  final class GivenABackendThatStartsSlowly {
    @Test
    void whenItIsAwaited_thenTheBoundHoldsAndItsEndIsTold() throws InterruptedException {
      try (OneMcpRuntime runtime = OneMcpRuntime.builder().server("slow", slow).start()) {
        assertThat(runtime.awaitSettled(Duration.ofMillis(20))).isFalse();
        BackendReport waiting = runtime.backends().getFirst();
        assertThat(waiting.settled()).isFalse();
        assertThat(waiting.ready()).isFalse();
        assertThat(waiting.reason()).isPresent();

        mayStart.countDown();

        assertThat(runtime.awaitSettled(PATIENCE)).isTrue();
        assertThat(runtime.backends().getFirst().ready()).isTrue();
      }
    }

    @Test
    void whenItGetsReady_thenListenersHearOfItAlsoAfterOneFailed() throws InterruptedException {
      Received<BackendReport> heard = new Received<>();
      try (OneMcpRuntime runtime = OneMcpRuntime.builder().server("slow", slow).start()) {
        runtime.onBackendChange(_ -> {
          throw new IllegalStateException("a listener that fails");
        });
        runtime.onBackendChange(heard::add);

        mayStart.countDown();

        assertThat(heard.await("ready report", BackendReport::ready).name()).isEqualTo("slow");
      }
    }

    @Test
    void whenTheRuntimeIsClosed_thenWhoAwaitsItGoesOn() throws InterruptedException {
      OneMcpRuntime runtime = OneMcpRuntime.builder().server("slow", slow).start();
      Running<Boolean> waiting = Running.start(() -> runtime.awaitSettled(PATIENCE));
      Running<List<String>> listing = Running.start(runtime.client()::tools);

      runtime.close();

      assertThat(waiting.result()).isTrue();
      assertThat(listing.result()).isEmpty();
    }
  }

  @Nested
  final class GivenAJournalThatHasNoRoom {
    @Test
    void whenHealthIsAsked_thenItSaysThatSessionsWillNotLast() throws Exception {
      MemoryJournal journal = new MemoryJournal();
      try (OneMcpRuntime runtime =
          OneMcpRuntime.builder()
              .server("sample", tools)
              .http("127.0.0.1", 0)
              .journal(_ -> journal)
              .start()) {
        assertThat(health(runtime)).contains("\"problems\":[]");

        journal.fail("no room");

        assertThat(health(runtime))
            .contains("\"problems\":[\"sessions end with this gateway: no room\"]");
      }
    }

    private String health(OneMcpRuntime runtime) throws Exception {
      try (HttpClient client = HttpClient.newHttpClient()) {
        HttpRequest request =
            HttpRequest.newBuilder(runtime.url().orElseThrow().resolve("/health")).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
      }
    }
  }

  @Nested
  final class GivenABackendThatCannotStart {
    @Test
    void whenItIsTriedAgain_thenTheReasonIsTold() throws InterruptedException {
      Received<BackendReport> heard = new Received<>();
      BackendTransport nowhere =
          new BackendTransport.Stdio(
              "/nowhere/no-such-program", List.of(), Map.of(), Optional.empty());
      try (OneMcpRuntime runtime =
          OneMcpRuntime.builder()
              .server("slow", slow)
              .backend(BackendDefinition.of("gone", nowhere))
              .start()) {
        runtime.onBackendChange(heard::add);

        BackendReport report =
            heard.await("restarting report", it -> it.state().equals("restarting"));

        assertThat(report.name()).isEqualTo("gone");
        assertThat(report.ready()).isFalse();
        assertThat(report.settled()).isTrue();
        assertThat(report.reason().orElse(""))
            .startsWith("restarting after: ")
            .contains("no-such-program");
        assertThat(report.revision()).isEmpty();
      }
    }

    @Test
    void whenItDiesOfSomething_thenItsLastWordsOutliveIt(@TempDir Path folder) throws Exception {
      Received<BackendReport> heard = new Received<>();
      BackendTransport dying =
          new BackendTransport.Stdio(
              "sh",
              List.of("-c", "echo no licence for $USER_KEY >&2; exit 1"),
              Map.of("USER_KEY", "key-of-somebody"),
              Optional.empty());
      try (OneMcpRuntime runtime =
          OneMcpRuntime.builder()
              .server("slow", slow)
              .backend(BackendDefinition.of("dying", dying))
              .logs(folder)
              .start()) {
        runtime.onBackendChange(heard::add);

        BackendReport report =
            heard.await("restarting report", it -> it.state().equals("restarting"));

        assertThat(report.diagnostics().lines()).contains("no licence for ***");
        assertThat(report.reason().orElse("")).contains("no licence for ***");
      }
      assertThat(Files.readString(folder.resolve("server-dying.log")))
          .contains("no licence for ***")
          .doesNotContain("key-of-somebody");
    }
  }
}
