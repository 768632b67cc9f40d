package io.onemcp.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @TempDir private Path home;

  @Test
  void whenNothingIsSaid_thenEveryCommandIsListed() {
    HostSystem machine = CommandRun.machine(home);

    CommandRun run = CommandRun.of(machine);

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("Usage: onemcp")
        .contains(CommandRun.told(machine).keySet())
        .contains("demo", "sample-server", "serve");
  }

  @Test
  void whenTheVersionIsAsked_thenItIsPrinted() {
    assertThat(CommandRun.of(CommandRun.machine(home), "--version").out()).startsWith("onemcp ");
  }
}
