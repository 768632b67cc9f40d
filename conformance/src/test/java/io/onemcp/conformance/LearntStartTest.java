package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher's first run learns in the background, the next run starts from. */
@Tag("linux")
class LearntStartTest {
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final String NAMES = "-Xlog:class+load:file=";

  /** Generated classes and the like; without an archive there are five thousand. */
  private static final int FEW = 250;

  @TempDir private Path folder;

  @Test
  void whenItIsStartedAgain_thenItsClassesComeFromTheArchive() throws IOException {
    Path launcher = install();
    Path target = folder.resolve("app-cli/target");
    Path archive = target.resolve("onemcp.aot");
    Path config = Files.writeString(folder.resolve("mcp.json"), "{\"mcpServers\":{}}");
    Path seen = folder.resolve("classes.txt");

    try (ChildProcess first = run(launcher, "", "--version")) {
      first.line(line -> line.startsWith("onemcp"), WITHIN);
    }
    Eventually.see(() -> Files.exists(archive), there -> there, WITHIN);
    try (ChildProcess next =
        run(launcher, NAMES + seen, "serve", "-c", config.toString(), "--port=0")) {
      next.line(line -> line.startsWith("OneMCP serves "), WITHIN);
    }

    List<String> elsewhere;
    try (Stream<String> lines = Files.lines(seen)) {
      elsewhere = lines.filter(line -> !line.contains("shared objects file")).toList();
    }
    assertThat(elsewhere)
        .hasSizeLessThan(FEW)
        .noneMatch(line -> line.contains(" picocli.CommandLine source"))
        .noneMatch(line -> line.contains("javax.management.openmbean"));
    Eventually.see(() -> files(target), List.of("onemcp.aot", "onemcp.jar")::equals, WITHIN);
  }

  /** Puts the launcher and what it runs where nothing else is, as a release does. */
  private Path install() throws IOException {
    Path root = Path.of("..");
    Path target = Files.createDirectories(folder.resolve("app-cli").resolve("target"));
    Files.copy(Gateway.jar(), target.resolve("onemcp.jar"));
    Path build = Files.createDirectories(folder.resolve("build"));
    Files.copy(root.resolve("build").resolve("find-jdk"), build.resolve("find-jdk"));
    // Whoever has the least priority waits for ever while other tests run.
    Path nice = Files.writeString(build.resolve("nice"), "#!/bin/sh\nshift 2\nexec \"$@\"\n");
    Files.setPosixFilePermissions(nice, PosixFilePermissions.fromString("rwx------"));
    return Files.copy(root.resolve("onemcp"), folder.resolve("onemcp"));
  }

  private ChildProcess run(Path launcher, String options, String... arguments) {
    List<String> command =
        Stream.concat(Stream.of(launcher.toString()), Stream.of(arguments)).toList();
    Map<String, String> environment =
        Map.of(
            "PATH",
            folder.resolve("build") + ":" + System.getenv("PATH"),
            "ONEMCP_JAVA_HOME",
            System.getProperty("java.home"),
            "ONEMCP_JAVA_OPTS",
            options,
            "ONEMCP_AOT",
            "");
    return ChildProcess.start(folder, environment, command);
  }

  private static List<String> files(Path of) {
    try (Stream<Path> all = Files.list(of)) {
      return all.map(it -> it.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
