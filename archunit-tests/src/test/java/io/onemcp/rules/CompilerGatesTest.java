package io.onemcp.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The compiler with the very arguments of the parent pom refuses what it has to refuse; a plugin
 * that is silently not loaded would otherwise look like flawless code.
 */
final class CompilerGatesTest {
  private static final Pattern ARGUMENT = Pattern.compile("<arg>(.+?)</arg>");

  @TempDir private Path folder;

  @Test
  void whenTheCodeIsSound_thenItCompiles() throws Exception {
    Outcome outcome = compile("static int length(String text) { return text.length(); }");

    assertThat(outcome.report()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
  }

  @Test
  void whenNullMayGetThrough_thenItDoesNotCompile() throws Exception {
    Outcome outcome =
        compile(
            """
            static int dereferenced(@Nullable String text) { return text.length(); }
            static Box<String> mixed(Box<@Nullable String> box) { return box; }
            """);

    assertThat(outcome.report())
        .contains("error: [NullAway] dereferenced expression 'text' is @Nullable")
        .contains("error: [NullAway] incompatible types: Box<@Nullable String>");
    assertThat(outcome.exitCode()).isNotZero();
  }

  @Test
  void whenErrorProneWarns_thenItDoesNotCompile() throws Exception {
    Outcome outcome = compile("static boolean same(Integer a, Integer b) { return a == b; }");

    assertThat(outcome.report()).contains("[BoxedPrimitiveEquality]");
    assertThat(outcome.exitCode()).isNotZero();
  }

  @Test
  void whenTheCompilerWarns_thenItDoesNotCompile() throws Exception {
    Outcome outcome = compile("static int size(List raw) { return raw.size(); }");

    assertThat(outcome.report()).contains("[rawtypes]", "-Werror");
    assertThat(outcome.exitCode()).isNotZero();
  }

  private record Outcome(int exitCode, String report) {}

  private Outcome compile(String member) throws IOException, InterruptedException {
    Path canary = folder.resolve("Canary.java");
    Files.writeString(
        canary,
        """
        package canary;

        import java.util.List;
        import org.jspecify.annotations.NullMarked;
        import org.jspecify.annotations.Nullable;

        @NullMarked
        final class Canary {
          static @Nullable List<String> used() { return null; }
          record Box<T extends @Nullable Object>(T value) {}
          %s
        }
        """
            .formatted(member));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "javac").toString());
    command.addAll(arguments());
    String path = System.getProperty("java.class.path");
    command.addAll(List.of("-processorpath", path, "-cp", path, "-proc:none"));
    command.addAll(List.of("-d", folder.toString(), canary.toString()));
    Process javac = new ProcessBuilder(command).redirectErrorStream(true).start();
    String report = new String(javac.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(javac.waitFor(), report);
  }

  private static List<String> arguments() {
    String pom = Reactor.read(Reactor.here().root().resolve("pom.xml"));
    List<String> arguments = ARGUMENT.matcher(pom).results().map(m -> m.group(1)).toList();
    assertThat(arguments).contains("-Werror");
    return arguments;
  }
}
