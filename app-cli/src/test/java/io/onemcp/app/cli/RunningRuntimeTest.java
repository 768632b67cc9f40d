package io.onemcp.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.testkit.MemoryStateFiles;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RunningRuntimeTest {
  private static final URI URL = URI.create("http://127.0.0.1:3050/mcp");

  private final MemoryStateFiles scope = new MemoryStateFiles();
  private final RunningRuntime here = RunningRuntime.here(URL, Optional.of("/scope/gate.sock"));

  @Nested
  class GivenARuntimeThatMadeItselfKnown {
    @Test
    void whenItIsLookedFor_thenItIsFound() {
      here.announce(scope);

      assertThat(RunningRuntime.in(scope)).contains(here);
      assertThat(here.pid()).isEqualTo(ProcessHandle.current().pid());
    }

    @Test
    void whenItEnds_thenItIsFoundNoLonger() {
      here.announce(scope);

      here.withdraw(scope);

      assertThat(scope.names()).isEmpty();
      here.withdraw(scope);
    }

    @Test
    void whenAnotherTookItsPlace_thenThatOneStays() {
      RunningRuntime next =
          RunningRuntime.here(URI.create("http://127.0.0.1:4000/mcp"), Optional.empty());
      next.announce(scope);

      here.withdraw(scope);

      assertThat(RunningRuntime.in(scope)).contains(next);
    }

    @Test
    void whenItListensEverywhere_thenItIsReachedOnLoopback() {
      assertThat(RunningRuntime.here(URI.create("http://0.0.0.0:1/mcp"), Optional.empty()).url())
          .hasToString("http://127.0.0.1:1/mcp");
      assertThat(RunningRuntime.here(URI.create("http://[::]:1/mcp"), Optional.empty()).url())
          .hasToString("http://127.0.0.1:1/mcp");
    }
  }

  @Nested
  class GivenAFileThatCannotBeTrusted {
    @Test
    void whenItsProcessIsGoneOrAnotherHasItsNumber_thenNothingRuns() {
      new RunningRuntime(here.pid(), Optional.of(Instant.EPOCH), URL, Optional.empty(), "1")
          .announce(scope);
      assertThat(RunningRuntime.in(scope)).isEmpty();

      new RunningRuntime(Long.MAX_VALUE, Optional.empty(), URL, Optional.empty(), "1")
          .announce(scope);
      assertThat(RunningRuntime.in(scope)).isEmpty();
    }

    @Test
    void whenItIsDamaged_thenNothingRuns() {
      for (String text :
          new String[] {
            "",
            "{",
            "{}",
            "[]",
            "{\"url\":\"http://x/mcp\"}",
            "{\"url\":\" \",\"pid\":1}",
            "{\"url\":\"http://x\",\"pid\":1,\"started\":\"then\"}"
          }) {
        scope.write(RunningRuntime.FILE, text);

        assertThat(RunningRuntime.in(scope)).as(text).isEmpty();
      }
      here.withdraw(scope);
      assertThat(scope.names()).hasSize(1);
    }
  }
}
