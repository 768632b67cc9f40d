package io.onemcp.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The reference page names exactly the commands, flags, variables and exit codes that exist. */
class CliDocsTest {
  private static final Pattern COMMAND = Pattern.compile("^## onemcp (\\S+)$", Pattern.MULTILINE);
  private static final Pattern FLAG = Pattern.compile("^\\| `(--[a-z-]+)", Pattern.MULTILINE);
  private static final Pattern VARIABLE = Pattern.compile("ONEMCP_[A-Z_]+");
  private static final Pattern EXIT_CODE =
      Pattern.compile("^\\| `(\\d+)` \\| `([A-Z]+)` \\|", Pattern.MULTILINE);

  @TempDir private Path home;

  @Test
  void whenCommandsAreListed_thenThePageHasExactlyTheirFlags() throws IOException {
    Map<String, Set<String>> existing = new TreeMap<>();
    CommandRun.told(CommandRun.machine(home))
        .forEach((name, command) -> existing.put(name, flags(command)));

    assertThat(documentedFlags()).isEqualTo(existing);
  }

  @Test
  void whenVariablesAreListed_thenThePageHasExactlyThem() throws IOException {
    Set<String> existing = new TreeSet<>(matches(VARIABLE, launcher()));
    existing.addAll(
        List.of(
            ConfigLocation.VARIABLE,
            Overrides.HOST,
            Overrides.PORT,
            Overrides.NO_AUTH,
            Overrides.CONFIRM_NO_AUTH,
            Overrides.SOCKET,
            Overrides.CONFIG_RELOAD,
            WaitCommand.KEY));
    assertThat(matches(VARIABLE, page())).isEqualTo(existing);
  }

  @Test
  void whenExitCodesAreListed_thenThePageHasExactlyThem() throws IOException {
    Set<String> documented =
        EXIT_CODE
            .matcher(page())
            .results()
            .map(row -> row.group(1) + " " + row.group(2))
            .collect(Collectors.toSet());

    assertThat(documented)
        .isEqualTo(
            Stream.of(ExitCode.values())
                .map(code -> code.number() + " " + code)
                .collect(Collectors.toSet()));
  }

  private static Map<String, Set<String>> documentedFlags() throws IOException {
    Map<String, Set<String>> documented = new TreeMap<>();
    String page = page();
    for (MatchResult heading : COMMAND.matcher(page).results().toList()) {
      int end = page.indexOf("\n## ", heading.end());
      documented.put(heading.group(1), matches(FLAG, page.substring(heading.end(), end)));
    }
    return documented;
  }

  private static Set<String> matches(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.group(match.groupCount()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> flags(CommandLine command) {
    return command.getCommandSpec().options().stream()
        .map(OptionSpec::longestName)
        .filter(name -> !name.equals("--help") && !name.equals("--version"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String launcher() throws IOException {
    return Files.readString(Path.of("..", "onemcp"));
  }

  private static String page() throws IOException {
    return Files.readString(Path.of("..", "docs", "cli.md"));
  }
}
