package io.onemcp.adapters.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onemcp.adapters.config.ConfigWriter.Draft;
import io.onemcp.adapters.config.ConfigWriter.Written;
import io.onemcp.core.runtime.StateFileException;
import io.onemcp.testkit.FakeTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWriterTest {
  private static final String BEFORE = "{\"mcpServers\": {}} // mine\n";

  @TempDir private Path folder;
  private final FakeTime time = new FakeTime();

  private Path file() {
    return folder.resolve("mcp.json");
  }

  private ConfigWriter writer() {
    return new ConfigWriter(file(), time);
  }

  @BeforeEach
  void write() throws IOException {
    Files.writeString(file(), BEFORE);
  }

  @Nested
  class GivenAnEdit {
    @Test
    void whenSaved_thenTheFileHasItAndTheOldOneIsKept() throws IOException {
      Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));

      Written written = save("1", "version");

      assertThat(written)
          .isInstanceOfSatisfying(
              Written.Saved.class,
              saved -> assertThat(saved.backup()).hasContent(BEFORE).hasParent(backups()));
      assertThat(file()).content().contains("\"version\": 1").endsWith("// mine\n");
      assertThat(mode(file())).isEqualTo("rw-r-----");
      assertThat(mode(backups())).isEqualTo("rwx------");
      assertThat(mode(list(backups()).getFirst())).isEqualTo("rw-------");
      assertThat(list(folder)).containsExactlyInAnyOrder(file(), backups());
    }

    @Test
    void whenTheFileHasChangedMeanwhile_thenItIsLeftAlone() throws IOException {
      Draft draft = writer().draft().with("1", "version");
      Files.writeString(file(), "{}");

      assertThat(writer().save(draft)).isEqualTo(new Written.Conflict());

      assertThat(file()).hasContent("{}");
      assertThat(list(folder)).containsExactly(file());
    }

    @Test
    void whenItCouldNotBeUsed_thenItIsRefusedWithItsProblems() {
      Written written = save("1", "runtime", "prot");

      assertThat(written)
          .isInstanceOfSatisfying(
              Written.Refused.class,
              refused ->
                  assertThat(refused.problems())
                      .singleElement()
                      .asString()
                      .contains("mcp.json")
                      .contains("runtime.prot"));
      assertThat(file()).hasContent(BEFORE);
    }

    @Test
    void whenItIsTakenBack_thenTheFileIsAsItWas() {
      save("{\"command\": \"x\"}", "mcpServers", "one");

      Draft draft = writer().draft();
      writer().save(draft.without("mcpServers", "one"));

      assertThat(JsonPlace.of(writer().draft().text()).members().get("mcpServers"))
          .satisfies(servers -> assertThat(servers.members()).isEmpty());
      assertThat(draft).hasToString("draft of a configuration");
    }

    @Test
    void whenTheFileIsALink_thenWhatItLeadsToIsWritten() throws IOException {
      Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
      Path target = Files.move(file(), elsewhere.resolve("real.json"));
      Files.createSymbolicLink(file(), target);

      save("1", "version");

      assertThat(file()).isSymbolicLink();
      assertThat(target).isRegularFile().content().contains("\"version\": 1");
      assertThat(list(backups())).hasSize(1);
      assertThat(list(elsewhere)).containsExactly(target);
    }

    @Test
    void whenItBeginsWithAMark_thenItIsEditedAllTheSame() throws IOException {
      Files.writeString(file(), "\uFEFF{}");

      assertThat(save("1", "version")).isInstanceOf(Written.Saved.class);
    }
  }

  @Nested
  class GivenManyEdits {
    @Test
    void whenTheyAreSaved_thenTheTenYoungestVersionsAreKept() throws IOException {
      for (int i = 0; i < 15; i++) {
        save("" + i, "version");
        time.advance(Duration.ofMinutes(1));
      }

      assertThat(list(backups())).hasSize(10);
      assertThat(list(backups()).getLast()).content().contains("\"version\": 13");
      assertThat(list(backups()).getFirst()).content().contains("\"version\": 4");
    }

    @Test
    void whenTheyAreOld_thenOnlyTheYoungestStays() throws IOException {
      save("1", "version");
      save("2", "version");
      time.advance(Duration.ofDays(31));

      save("3", "version");

      assertThat(list(backups()))
          .singleElement()
          .satisfies(kept -> assertThat(kept).content().contains("\"version\": 2"));
    }

    @Test
    void whenTheyComeInOneMoment_thenNoneIsLost() throws IOException {
      for (int i = 0; i < 5; i++) {
        save("" + i, "version");
      }
      Files.writeString(backups().resolve("mcp.json.mine"), "kept by hand");

      save("5", "version");

      assertThat(list(backups())).hasSize(7);
    }
  }

  @Nested
  class GivenAFileThatCannotBe {
    @Test
    void whenItIsMissing_thenThatIsSaid() throws IOException {
      Files.delete(file());

      assertThatThrownBy(() -> writer().draft())
          .isInstanceOf(StateFileException.class)
          .hasMessageContaining("cannot be read");
    }

    @Test
    void whenItIsNoJson_thenItIsNotEdited() throws IOException {
      Files.writeString(file(), "{\"token\": secret");

      assertThatThrownBy(() -> writer().draft())
          .isInstanceOf(StateFileException.class)
          .hasMessageContaining("not valid JSON")
          .hasMessageNotContaining("secret");
    }

    @Test
    void whenTheFolderCannotBeWritten_thenTheFileStays() throws IOException {
      Draft draft = writer().draft().with("1", "version");
      Files.delete(file());

      assertThatThrownBy(() -> writer().save(draft))
          .isInstanceOf(StateFileException.class)
          .hasMessageContaining("cannot be written");
    }
  }

  private Written save(String json, String... path) {
    return writer().save(writer().draft().with(json, path));
  }

  private Path backups() {
    return folder.resolve("backups");
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
