package io.onemcp.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.benchmarks.echo.EchoStdio;
import io.onemcp.benchmarks.process.Child;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StdioLoadTest {
  @TempDir private Path folder;

  @Nested
  class GivenAnEchoServer {
    @ParameterizedTest
    @ValueSource(ints = {1, 16})
    void whenMoreIsUnderWayThanThePipesHold_thenAllOfItIsAnswered(int width) throws Exception {
      try (Child server = Child.startTalking(folder.resolve("log"), Child.java(EchoStdio.class))) {
        StdioLoad load = new StdioLoad(server.process(), width, Speech.line("echo", 100_000));
        long first = load.closedLoop(Duration.ofMillis(300)).times().getTotalCount();
        long second = load.closedLoop(Duration.ofMillis(100)).times().getTotalCount();

        assertThat(first).isGreaterThanOrEqualTo(width);
        assertThat(second).isGreaterThanOrEqualTo(width);
      }
    }
  }
}
