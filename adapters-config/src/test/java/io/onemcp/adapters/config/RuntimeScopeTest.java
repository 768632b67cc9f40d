package io.onemcp.adapters.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onemcp.core.runtime.StateFileException;
import io.onemcp.core.runtime.StateFiles;
import io.onemcp.testkit.StateFilesContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeScopeTest implements StateFilesContract {
  @TempDir private Path temp;
  private RuntimeScope scope;

  @BeforeEach
  void open() {
    scope = RuntimeScope.of(temp.resolve("deep/scope/mcp.json"));
  }

  @Override
  public StateFiles stateFiles() {
    return scope;
  }

  @Override
  public void expose(String name) {
    try {
      Files.setPosixFilePermissions(
          Path.of(scope.location(name)), PosixFilePermissions.fromString("rw-r-----"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whenTheFolderIsMissing_thenItIsMadeForTheOwnerAlone() throws IOException {
    scope.write("text", "x");

    assertThat(mode(temp.resolve("deep"))).isEqualTo("rwx------");
    assertThat(mode(scope.folder())).isEqualTo("rwx------");
    assertThat(mode(scope.folder().resolve("text"))).isEqualTo("rw-------");
  }

  @Test
  void whenWritten_thenNothingElseIsLeftBehind() throws IOException {
    scope.write("one", "x");
    scope.write("one", "y");
    scope.create("two", "x");
    scope.create("two", "y");

    try (Stream<Path> files = Files.list(scope.folder())) {
      assertThat(files.map(it -> it.getFileName().toString()))
          .containsExactlyInAnyOrder("one", "two");
    }
  }

  @Test
  void whenALinkWaits_thenItIsNeitherReadNorFollowed() throws IOException {
    Path victim = Files.writeString(temp.resolve("victim"), "untouched");
    Files.setPosixFilePermissions(victim, PosixFilePermissions.fromString("rw-------"));
    Files.createDirectories(scope.folder());
    Files.createSymbolicLink(scope.folder().resolve("link"), victim);

    assertThatThrownBy(() -> scope.read("link"))
        .isInstanceOf(StateFileException.class)
        .hasMessageContaining("is a link");
    assertThat(scope.create("link", "evil")).isFalse();
    scope.write("link", "ours");

    assertThat(Files.readString(victim)).isEqualTo("untouched");
    assertThat(Files.isSymbolicLink(scope.folder().resolve("link"))).isFalse();
    assertThat(scope.read("link")).contains("ours");
  }

  @Test
  void whenALinkLeadsNowhere_thenCreateDoesNotFollowIt() throws IOException {
    Files.createDirectories(scope.folder());
    Files.createSymbolicLink(scope.folder().resolve("link"), temp.resolve("absent"));

    assertThat(scope.create("link", "evil")).isFalse();

    assertThat(temp.resolve("absent")).doesNotExist();
  }

  @Test
  void whenTheFolderIsAFile_thenItIsSaid() throws IOException {
    Files.writeString(temp.resolve("deep"), "");

    assertThatThrownBy(() -> scope.write("text", "x"))
        .isInstanceOf(StateFileException.class)
        .hasMessageContaining("cannot be written");
    assertThatThrownBy(() -> scope.create("text", "x"))
        .isInstanceOf(StateFileException.class)
        .hasMessageContaining("cannot be created");
  }

  @Test
  void whenAFileIsHuge_thenItIsRefused() {
    scope.write("huge", "x".repeat((16 << 20) + 1));

    assertThatThrownBy(() -> scope.read("huge"))
        .isInstanceOf(StateFileException.class)
        .hasMessageContaining("too large");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
