package io.onemcp.adapters.stdio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onemcp.core.backend.BackendUnreachableException;
import io.onemcp.core.config.BackendTransport.Stdio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProgramTest {
  @TempDir private Path folder;

  private Path file(String name) throws IOException {
    return Files.writeString(folder.resolve(name), "");
  }

  @Nested
  final class GivenWindows {
    private Optional<Path> found(String command) {
      return Program.onWindows(command, Map.of("PATH", folder + ";more"), folder)
          .first(Files::isRegularFile);
    }

    @Test
    void whenANameHasNoEnding_thenTheProgramWithOneIsMeant() throws IOException {
      file("npx");
      Path script = file("npx.cmd");

      assertThat(found("npx")).contains(script);
      assertThat(found("npx.cmd")).contains(script);
    }

    @Test
    void whenThereAreSeveral_thenTheOrderOfEndingsCounts() throws IOException {
      file("tool.cmd");
      Path program = file("tool.exe");

      assertThat(found("tool")).contains(program);
    }

    @Test
    void whenItHasAnEndingOfItsOwn_thenThatIsTaken() throws IOException {
      Path script = file("tool.cmd");
      file("tool.exe");

      assertThat(found("tool.cmd")).contains(script);
    }

    @Test
    void whenItIsAPath_thenThePathVariableDoesNotCount() throws IOException {
      Path program = file("tool.exe");

      assertThat(found("./tool").map(Path::normalize)).contains(program);
      assertThat(found("./other")).isEmpty();
    }
  }

  @Nested
  final class GivenACommandThatCannotBeStarted {
    private void assertRefused(String command, String cwd, String... words) {
      Stdio stdio = new Stdio(command, List.of(), Map.of(), Optional.of(cwd));

      assertThatThrownBy(() -> ChildCommand.of(stdio, Map.of("PATH", folder.toString())))
          .isInstanceOf(BackendUnreachableException.class)
          .message()
          .contains(words);
    }

    @Test
    void whenItIsNowhere_thenTheRemedyIsNamed() {
      assertRefused("tool", folder.toString(), "command not found: \"tool\"", "PATH", "install it");
      assertRefused("./tool", folder.toString(), "command not found: \"./tool\"", "the path of");
    }

    @Test
    void whenItMayNotBeExecuted_thenTheRemedyIsNamed() throws IOException {
      Path tool = file("tool");

      assertRefused(
          "tool", folder.toString(), "command not executable: \"tool\"", "chmod +x " + tool);
    }

    @Test
    void whenItsFolderIsMissing_thenThatIsNamed() throws IOException {
      file("tool");

      assertRefused("tool", folder.resolve("gone").toString(), "\"tool\"", "its cwd is no folder");
    }
  }
}
