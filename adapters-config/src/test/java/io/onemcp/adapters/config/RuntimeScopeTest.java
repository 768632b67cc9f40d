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
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

  /** A process that is killed while it writes leaves its draft. */
  @Test
  void whenTidied_thenOldDraftsOfOursAreGoneAndNothingElse() throws IOException {
    Instant now = Instant.now();
    String uuid = "0b5ad6d2-8f5b-4c0f-9a39-1f2f4a1f7b11";
    scope.write("one", "x");
    scope.within("offers").write("two", "y");
    Path young = Files.writeString(scope.folder().resolve(".one." + uuid + ".tmp"), "half");
    List<Path> others =
        List.of(
            Files.writeString(scope.folder().resolve(".notes.tmp"), "of somebody else"),
            Files.writeString(scope.folder().resolve("one." + uuid + ".tmp"), "likewise"),
            scope.folder().resolve("one"));
    List<Path> drafts =
        List.of(
            Files.writeString(scope.folder().resolve(".mcp.json." + uuid + ".tmp"), "half"),
            Files.writeString(scope.folder().resolve("offers/.two." + uuid + ".tmp"), ""));
    for (Path old : Stream.concat(others.stream(), drafts.stream()).toList()) {
      Files.setLastModifiedTime(old, FileTime.from(now.minus(Duration.ofMinutes(61))));
    }

    scope.tidy(now);

    assertThat(drafts).noneMatch(Files::exists);
    assertThat(others).allMatch(Files::exists);
    assertThat(young).exists();
    assertThat(scope.within("offers").read("two")).contains("y");
  }

  @Test
  void whenThereIsNoFolder_thenThereIsNothingToTidy() {
    scope.tidy(Instant.now());

    assertThat(scope.folder()).doesNotExist();
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
