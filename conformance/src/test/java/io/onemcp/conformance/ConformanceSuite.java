package io.onemcp.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One run of the official suite against one endpoint. */
final class ConformanceSuite {
  private static final Duration RUN_WITHIN = Duration.ofSeconds(90);
  private static final Pattern SCENARIO =
      Pattern.compile("^([✓✗]) (\\S+): \\d+ passed, \\d+ failed.*");

  private ConformanceSuite() {}

  /**
   * Runs all server scenarios of a revision; what stands in the file may, and must, fail. A second
   * run decides if the first says no: the suite gives some answers 600 ms, on however busy a
   * machine.
   */
  static Result run(URI endpoint, String revision, Path expectedFailures, Path output) {
    Result first = runOnce(endpoint, revision, expectedFailures, output);
    return first.code() == 0 ? first : runOnce(endpoint, revision, expectedFailures, output);
  }

  private static Result runOnce(URI endpoint, String revision, Path expectedFailures, Path output) {
    List<String> arguments =
        List.of(
            Peers.program("conformance/dist/index.js"),
            "server",
            "--url",
            endpoint.toString(),
            "--requirements",
            revision,
            "--expected-failures",
            expectedFailures.toAbsolutePath().toString(),
            "--output-dir",
            output.toAbsolutePath().toString());
    try (ChildProcess suite = Peers.start(Path.of(""), Map.of(), arguments)) {
      ChildProcess.Ended ended = suite.end(RUN_WITHIN);
      return result(ended, scored(revision));
    }
  }

  /** Runs one server scenario of the latest revision, whether it counts or not. */
  static Result scenario(URI endpoint, String scenario, Path output) {
    List<String> arguments =
        List.of(
            Peers.program("conformance/dist/index.js"),
            "server",
            "--url",
            endpoint.toString(),
            "--scenario",
            scenario,
            "--spec-version",
            "2026-07-28",
            // Scenarios of extensions are on no revision's list.
            "--force",
            "--output-dir",
            output.toAbsolutePath().toString());
    try (ChildProcess suite = Peers.start(Path.of(""), Map.of(), arguments)) {
      return result(suite.end(RUN_WITHIN), Set.of(scenario));
    }
  }

  private static Result result(ChildProcess.Ended ended, Set<String> scored) {
    Set<String> passed = new TreeSet<>();
    Set<String> failed = new TreeSet<>();
    for (String line : ended.stdout()) {
      Matcher scenario = SCENARIO.matcher(line);
      if (scenario.matches() && scored.contains(scenario.group(2))) {
        (scenario.group(1).equals("✓") ? passed : failed).add(scenario.group(2));
      }
    }
    String said = ended.text();
    return new Result(
        ended.code(), passed, failed, said.substring(Math.max(0, said.indexOf("=== SUMMARY"))));
  }

  /**
   * The server scenarios that count for a revision: the others are run, and reported, all the same.
   */
  private static Set<String> scored(String revision) {
    Path requirements = Path.of(Peers.program("conformance/requirements/" + revision + ".yaml"));
    try (Stream<String> lines = Files.lines(requirements)) {
      return lines
          .dropWhile(line -> !line.equals("server:"))
          .skip(1)
          .takeWhile(line -> line.startsWith("  - "))
          .map(line -> line.substring("  - ".length()))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What counts of one run.
   *
   * @param code 0 if nothing failed but what was expected to, and all that was expected to
   * @param passed scored scenarios that passed
   * @param failed scored scenarios that failed
   * @param summary the suite's own words
   */
  record Result(int code, Set<String> passed, Set<String> failed, String summary) {}
}
