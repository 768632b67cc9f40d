package io.onemcp.adapters.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onemcp.core.runtime.Journal;
import io.onemcp.core.runtime.StateFileException;
import io.onemcp.testkit.JournalContract;
import io.onemcp.testkit.TestTasks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalFileTest implements JournalContract {
  private static final int HEAD = 8;
  private static final int FRAME = 8;

  @TempDir private Path temp;
  @AutoClose private final TestTasks tasks = new TestTasks();
  private Path file;

  @BeforeEach
  void locate() {
    file = temp.resolve("deep/scope/x.journal");
  }

  @Override
  public Journal next() {
    return RuntimeScope.of(temp.resolve("deep/scope/mcp.json"))
        .journal("x.journal", Duration.ZERO, tasks);
  }

  @Test
  void whenTheFolderIsMissing_thenBothAreMadeForTheOwnerAlone() throws IOException {
    write("one");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void whenReplaced_thenNothingElseIsLeftBehind() throws IOException {
    try (Journal journal = next()) {
      journal.open();
      journal.replace(List.of(bytes("one")));
    }

    try (Stream<Path> files = Files.list(file.getParent())) {
      assertThat(files)
          .containsExactlyInAnyOrder(
              file, file.resolveSibling("x.journal.lock"), file.resolveSibling("x.journal.marks"));
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void whenOthersCanReadIt_thenItIsRefusedWithTheRemedy() throws IOException {
    write("one");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(() -> next().open())
        .isInstanceOf(StateFileException.class)
        .hasMessageContaining("chmod 600 " + file);
  }

  @Test
  void whenItIsAnotherFile_thenThatIsLeftAlone() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "something else");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

    assertThatThrownBy(() -> next().open()).isInstanceOf(StateFileException.class);
    assertThat(file).hasContent("something else");
  }

  @Nested
  class GivenAnotherWriter {
    @Test
    void whenItGoesOn_thenTheJournalIsNotOpenedAndItIsSaidWhy() {
      try (Journal first = next()) {
        first.open();

        assertThatThrownBy(() -> next().open())
            .isInstanceOf(StateFileException.class)
            .hasMessageContaining("another gateway");
        first.append(bytes("one"));
      }
      assertThat(read()).containsExactly("one");
    }

    @Test
    void whenItGivesUpInTime_thenWhatItWroteIsThere() {
      Journal first = next();
      first.open();
      first.append(bytes("one"));
      tasks.after(Duration.ofMillis(50), first::close);

      try (Journal second =
          RuntimeScope.of(temp.resolve("deep/scope/mcp.json"))
              .journal("x.journal", Duration.ofSeconds(20), tasks)) {
        assertThat(second.open()).hasSize(1);
      }
    }
  }

  @Nested
  class GivenAWriterThatWasKilled {
    @Test
    void whenItsLastRecordIsTornAnywhere_thenTheOthersAreThereAndWritingGoesOn()
        throws IOException {
      write("one", "two");
      byte[] whole = Files.readAllBytes(file);
      int end = HEAD + FRAME + "one".length();

      for (int length = end; length < whole.length; length++) {
        Files.write(file, whole);
        try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
          channel.truncate(length);
        }
        assertThat(read()).as("%d bytes", length).containsExactly("one");
        write("three");
        assertThat(read()).as("%d bytes", length).containsExactly("one", "three");
      }
    }

    @Test
    void whenAByteOfARecordIsWrong_thenItAndWhatFollowsAreLeftOut() throws IOException {
      write("one", "two", "three");
      byte[] bytes = Files.readAllBytes(file);
      bytes[HEAD + FRAME + "one".length() + FRAME] ^= 1;
      Files.write(file, bytes);

      assertThat(read()).containsExactly("one");
    }

    @Test
    void whenItHadOnlyBegunTheFile_thenItIsEmpty() throws IOException {
      write("one");
      try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
        channel.truncate(3);
      }

      assertThat(read()).isEmpty();
      write("two");
      assertThat(read()).containsExactly("two");
    }
  }

  @Nested
  class GivenMarks {
    @Test
    void whenThereAreTooManyOrTooLongOnes_thenThereIsNoPlaceUntilOneIsTakenBack() {
      try (Journal journal = next()) {
        journal.open();
        for (int i = 0; i < MarkFile.PLACES; i++) {
          assertThat(journal.mark(bytes("mark " + i))).isNotNegative();
        }

        assertThat(journal.mark(bytes("one more"))).isNegative();
        journal.unmark(7);
        assertThat(journal.mark(bytes("x".repeat(300)))).isNegative();
        assertThat(journal.mark(bytes("one more"))).isEqualTo(7);
      }
      assertThat(read()).hasSize(MarkFile.PLACES);
    }

    @Test
    void whenOneIsTornByALossOfPower_thenTheOthersAreThere() throws IOException {
      Path marks = file.resolveSibling("x.journal.marks");
      try (Journal journal = next()) {
        journal.open();
        journal.mark(bytes("one"));
        journal.mark(bytes("two"));
      }
      byte[] bytes = Files.readAllBytes(marks);
      bytes[FRAME] ^= 1;
      Files.write(marks, bytes);

      assertThat(read()).containsExactly("two");
    }

    @Test
    void whenOthersCanReadThem_thenTheJournalIsRefused() throws IOException {
      write("one");
      Path marks = file.resolveSibling("x.journal.marks");
      Files.setPosixFilePermissions(marks, PosixFilePermissions.fromString("rw-r-----"));

      assertThatThrownBy(() -> next().open())
          .isInstanceOf(StateFileException.class)
          .hasMessageContaining("chmod 600 " + marks);
    }
  }

  @Nested
  class GivenNoMoreRoom {
    @Test
    void whenARecordDoesNotFit_thenNothingIsKeptUntilAllIsWrittenAnew()
        throws InterruptedException {
      try (Journal journal =
          new JournalFile(temp.resolve("deep/scope"), "x.journal", Duration.ZERO, tasks, 100)) {
        journal.open();
        journal.append(bytes("a".repeat(90)));
        journal.force();
        journal.append(bytes("b".repeat(90)));
        journal.force();
        journal.append(bytes("lost"));

        assertThat(journal.force()).isFalse();
        assertThat(journal.trouble()).contains("it has grown to its largest size");

        journal.replace(List.of(bytes("new")));
        journal.append(bytes("newer"));
        assertThat(journal.force()).isTrue();
        assertThat(journal.trouble()).isEmpty();
      }
      assertThat(read()).containsExactly("new", "newer");
    }
  }

  private void write(String... records) {
    try (Journal journal = next()) {
      journal.open();
      for (String record : records) {
        journal.append(bytes(record));
      }
    }
  }

  private List<String> read() {
    try (Journal journal = next()) {
      return journal.open().stream()
          .map(record -> new String(record, StandardCharsets.UTF_8))
          .toList();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
