package io.onemcp.adapters.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("linux")
final class ProcessGroupsTest {
  /** Prints whether the process leads a group: field 5 of proc_pid_stat(5). */
  private static final String LEADS =
      "read -r a b c d group rest </proc/$$/stat; [ $group = $$ ] && echo leads; exec sleep 600";

  @TempDir private Path folder;

  private void only(String program) throws IOException {
    Optional<Path> there = Program.find(program, System.getenv("PATH"), Path.of("/"));
    assertThat(there).as(program).isPresent();
    Files.createSymbolicLink(folder.resolve(program), there.orElseThrow());
  }

  private void assertLeadsAndCanBeSignalled() throws Exception {
    ProcessGroups groups = ProcessGroups.find(folder.toString());
    Process process =
        new ProcessBuilder(groups.commandLine(List.of("/bin/sh", "-c", LEADS))).start();
    try (var out = process.inputReader(StandardCharsets.US_ASCII)) {
      assertThat(out.readLine()).isEqualTo("leads");

      groups.signal("TERM", process.pid());

      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void whenThereIsSetsid_thenItMakesGroups() throws Exception {
    only("setsid");

    assertLeadsAndCanBeSignalled();
  }

  @Test
  void whenThereIsOnlyPerl_thenItMakesGroups() throws Exception {
    only("perl");

    assertLeadsAndCanBeSignalled();
  }

  @Test
  void whenThereIsNeither_thenCommandsStayAsTheyAre() {
    ProcessGroups groups = ProcessGroups.find(folder.toString());

    assertThat(groups.available()).isFalse();
    assertThat(groups.commandLine(List.of("a", "b"))).containsExactly("a", "b");
  }
}
