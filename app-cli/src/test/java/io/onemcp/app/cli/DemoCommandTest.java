package io.onemcp.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.Revision;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
  @TempDir private Path home;

  @Nested
  class GivenNoFlags {
    @Test
    void whenRun_thenBothErasAreShownAndNothingIsLeft() throws Exception {
      try (CommandProcess demo = CommandProcess.demo(home)) {
        demo.awaitLine("Gateway   http://127.0.0.1:");
        List<ProcessHandle> children = demo.children();

        assertThat(demo.awaitExit()).isZero();
        assertThat(demo.restOfOutput())
            .contains(
                "Client of revision " + Revision.LATEST_STATELESS,
                "Client of revision " + Revision.LATEST_STATEFUL,
                "Every call crossed the gateway. Both eras, one endpoint.")
            .satisfiesOnlyOnce(line -> assertThat(line).startsWith("Backend   calculator"))
            .satisfiesOnlyOnce(line -> assertThat(line).startsWith("Backend   phrasebook"));
        assertThat(demo.restOfOutput().stream().filter(line -> line.endsWith("   {\"sum\":42}")))
            .hasSize(2);
        assertThat(demo.restOfOutput().stream().filter(line -> line.endsWith("   Hello, world!")))
            .hasSize(2);
        assertThat(demo.restOfErrors())
            .noneMatch(line -> line.toUpperCase(Locale.ROOT).contains("WARN"));
        assertNothingIsLeft(children);
      }
    }
  }

  @Nested
  class GivenItIsKeptUp {
    @Test
    void whenItIsTerminated_thenItEndsInOrder() throws Exception {
      try (CommandProcess demo = CommandProcess.demo(home, "--keep")) {
        String address = demo.awaitLine("Gateway   ").replaceFirst("Gateway +(\\S+) .*", "$1");
        demo.awaitLine("Staying up");
        List<ProcessHandle> children = demo.children();
        assertThat(children).isNotEmpty();
        assertThat(statusWithoutKey(URI.create(address))).isEqualTo(401);

        assertThat(demo.terminate()).isZero();

        assertNothingIsLeft(children);
      }
    }
  }

  @Nested
  class GivenABusyPort {
    @Test
    void whenRun_thenItIsOneSentence() throws IOException {
      try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        String port = String.valueOf(busy.getLocalPort());

        CommandRun run = CommandRun.of(CommandRun.machine(home), "demo", "--port", port);

        assertThat(run)
            .isEqualTo(
                new CommandRun(
                    1,
                    "",
                    "onemcp demo: cannot listen on 127.0.0.1 port "
                        + port
                        + ": Address already in use (expected: an address of this machine and a"
                        + " free port; port 0 picks one)\n"));
      }
    }
  }

  private void assertNothingIsLeft(List<ProcessHandle> children) throws Exception {
    for (ProcessHandle child : children) {
      child.onExit().get(10, TimeUnit.SECONDS);
    }
    assertThat(home).isEmptyDirectory();
  }

  private static int statusWithoutKey(URI url) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(url)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString("{}"))
              .build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }
}
