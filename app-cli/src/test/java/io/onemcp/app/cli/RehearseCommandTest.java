package io.onemcp.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearseCommandTest {
  @TempDir private Path home;

  @Test
  void whenRun_thenItEndsByItselfInOrderAndLeavesNothing() throws Exception {
    try (CommandProcess rehearsal = CommandProcess.start(home, List.of("rehearse"))) {
      assertThat(rehearsal.awaitExit()).isZero();
      assertThat(rehearsal.restOfErrors())
          .anyMatch(line -> line.contains("backend phrasebook is ready"))
          .anyMatch(line -> line.contains("backend remote is ready"));
      assertThat(rehearsal.restOfOutput()).isEmpty();
    }
    assertThat(home).isEmptyDirectory();
  }
}
