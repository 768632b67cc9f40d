package io.onemcp.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.benchmarks.echo.EchoHttp;
import io.onemcp.benchmarks.process.Child;
import io.onemcp.core.protocol.Era;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HttpLoadTest {
  @TempDir private Path folder;

  @Nested
  class GivenAnEchoServer {
    @ParameterizedTest
    @EnumSource
    void whenClientsOfAnEraCall_thenEveryAnswerIsTheirOwn(Era era) throws Exception {
      int port = Child.freePort();
      try (Child server =
              Child.start(folder.resolve("log"), Child.java(EchoHttp.class, port)).awaitPort(port);
          HttpLoad load =
              load(new Speech(era, URI.create("http://127.0.0.1:" + port + "/mcp"), ""))) {
        LoadFigures closed = load.closedLoop(Duration.ofMillis(200));
        LoadFigures open = load.openLoop(Duration.ofMillis(200), 100);

        assertThat(server.process().isAlive()).isTrue();
        assertThat(closed.errors() + open.errors()).isZero();
        assertThat(closed.times().getTotalCount()).isPositive();
        assertThat(open.times().getTotalCount()).isBetween(1L, 21L);
      }
    }
  }

  private static HttpLoad load(Speech speech) throws Exception {
    return new HttpLoad(speech, 4, session -> speech.call(session, "echo", 1000));
  }
}
