package io.onemcp.adapters.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.runtime.TimeSource;
import io.onemcp.testkit.TestTasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatchTest {
  private static final Duration DEBOUNCE = Duration.ofMillis(20);

  @TempDir private Path folder;

  private final TestTasks tasks = new TestTasks();
  private final Semaphore told = new Semaphore(0);

  @AfterEach
  void close() {
    tasks.close();
    assertThat(tasks.failures()).isEmpty();
  }

  @Nested
  class GivenAPlainFile {
    @Test
    void whenItIsWrittenInPlace_thenItIsTold() throws Exception {
      Path file = write("mcp.json", "{}");
      watch(file);

      write("mcp.json", "{} ");

      awaitTold();
    }

    @Test
    void whenAnotherOneIsRenamedOverIt_thenItIsTold() throws Exception {
      Path file = write("mcp.json", "{}");
      watch(file);

      Files.move(
          write("mcp.json.swp", "[]"),
          file,
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);

      awaitTold();
    }

    @Test
    void whenItIsDeletedAndComesBack_thenBothAreTold() throws Exception {
      Path file = write("mcp.json", "{}");
      watch(file);

      Files.delete(file);
      awaitTold();
      write("mcp.json", "{}");
      awaitTold();
    }

    @Test
    void whenTheVariablesBesideItChange_thenItIsTold() throws Exception {
      Path file = write("mcp.json", "{}");
      watch(file);

      write(".env", "A=1");
      awaitTold();
      write(".env", "A=2");
      awaitTold();
      Files.delete(folder.resolve(".env"));
      awaitTold();
    }

    @Test
    void whenLengthAndAgeAreTheSameAsBefore_thenItIsToldAllTheSame() throws Exception {
      FileTime age = FileTime.from(Instant.EPOCH);
      Path file = Files.setLastModifiedTime(write("mcp.json", "{1}"), age);
      watch(file);

      Files.setLastModifiedTime(write("mcp.json", "{2}"), age);

      awaitTold();
    }

    @Test
    void whenOtherFilesChange_thenNothingIsTold() throws Exception {
      Path file = write("mcp.json", "{}");
      watch(file);

      write("api-key", "secret");
      write("mcp.json.bak", "{}");
      Files.createDirectory(folder.resolve("backups"));

      assertThat(told.tryAcquire(300, TimeUnit.MILLISECONDS)).isFalse();
    }

    @Test
    void whenItIsWrittenInABurst_thenItIsToldOnceItIsQuiet() throws Exception {
      Path file = write("mcp.json", "{}");
      watch(file, Duration.ofMillis(250));

      for (int i = 0; i < 200; i++) {
        write("mcp.json", "{" + i + "}");
      }
      awaitTold();

      assertThat(told.availablePermits()).isLessThan(20);
    }

    @Test
    void whenItIsNeverQuiet_thenItIsToldAllTheSame() throws Exception {
      Path file = write("mcp.json", "{}");
      watch(file);

      for (int i = 0; told.availablePermits() == 0; i++) {
        assertThat(i).isLessThan(1_000_000);
        write("mcp.json", "{" + i + "}");
      }
    }

    @Test
    void whenTheFolderItselfIsMadeAnew_thenChangesAreToldAgain() throws Exception {
      Path inner = Files.createDirectory(folder.resolve("inner"));
      Path file = Files.writeString(inner.resolve("mcp.json"), "{}");
      watch(file);

      Files.delete(file);
      Files.delete(inner);
      awaitTold();
      Files.createDirectory(inner);
      Files.writeString(file, "{}");
      awaitTold();
      Files.writeString(file, "{} ");
      awaitTold();
    }

    @Test
    void whenTheWatchIsClosed_thenNothingIsToldAnyMore() throws Exception {
      Path file = write("mcp.json", "{}");
      watch(file, DEBOUNCE).close();

      while (tasks.running() > 0) {
        Thread.onSpinWait();
      }
      write("mcp.json", "{} ");

      assertThat(told.tryAcquire(100, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  @Nested
  class GivenLinks {
    /** How the kubelet mounts a config map: the data is swapped by turning one link. */
    @Test
    void whenAConfigMapIsUpdated_thenItIsTold() throws Exception {
      Path mount = Files.createDirectory(folder.resolve("mount"));
      version(mount, "..1", "{}");
      Files.createSymbolicLink(mount.resolve("..data"), Path.of("..1"));
      Path file =
          Files.createSymbolicLink(mount.resolve("mcp.json"), Path.of("..data", "mcp.json"));
      watch(file);

      for (int i = 2; i < 5; i++) {
        version(mount, ".." + i, "[]");
        Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of(".." + i));
        Files.move(
            mount.resolve("..data_tmp"), mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        awaitTold();
      }
    }

    @Test
    void whenTheFileBehindALinkChanges_thenItIsTold() throws Exception {
      Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
      Path target = Files.writeString(elsewhere.resolve("real.json"), "{}");
      watch(Files.createSymbolicLink(folder.resolve("mcp.json"), target));

      Files.writeString(target, "{} ");
      awaitTold();
      Files.writeString(target, "{}  ");
      awaitTold();
    }

    private static void version(Path mount, String name, String text) throws IOException {
      Files.writeString(Files.createDirectory(mount.resolve(name)).resolve("mcp.json"), text);
    }
  }

  private void awaitTold() throws InterruptedException {
    assertThat(told.tryAcquire(20, TimeUnit.SECONDS)).as("a change was told").isTrue();
  }

  private void watch(Path file) {
    watch(file, DEBOUNCE);
  }

  private ConfigWatch watch(Path file, Duration debounce) {
    return new ConfigWatch(file, debounce, tasks, new MachineTime(), told::release);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static final class MachineTime implements TimeSource {
    @Override
    public Instant now() {
      return Instant.now();
    }

    @Override
    public long nanos() {
      return System.nanoTime();
    }
  }
}
