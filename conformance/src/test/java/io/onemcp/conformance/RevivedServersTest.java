package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.adapters.config.JsonConfigFile;
import io.onemcp.app.embedded.BackendReport;
import io.onemcp.app.embedded.McpErrorException;
import io.onemcp.app.embedded.OneMcpRuntime;
import io.onemcp.core.config.ConfigSource.Reading;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.reload.Reload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person brings a server back: by an edit of its entry, or by hand. */
final class RevivedServersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;

  private final BlockingQueue<BackendReport> reports = new LinkedBlockingQueue<>();

  private OneMcpRuntime start(ConfigFile config) throws InterruptedException {
    JsonConfigFile source = new JsonConfigFile(config.writeTo(folder), Map.of());
    OneMcpRuntime runtime =
        OneMcpRuntime.builder().config((Reading.Loaded) source.load(), source).start();
    assertThat(runtime.awaitSettled(PATIENCE)).isTrue();
    runtime.onBackendChange(reports::add);
    return runtime;
  }

  /** Waits until another process than that one answers. */
  private static void awaitSuccessor(OneMcpRuntime runtime, String before) {
    Eventually.see(
        () -> answer(runtime),
        answer -> answer.matches("\\d+") && !answer.equals(before),
        PATIENCE);
  }

  private static String answer(OneMcpRuntime runtime) {
    try {
      return pid(runtime);
    } catch (McpErrorException _) {
      return "";
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private static String pid(OneMcpRuntime runtime) throws InterruptedException {
    return runtime.client().callForText("one__say", Json.EMPTY_OBJECT);
  }

  /** A server of the shell that does something before it serves, and after. */
  private static List<String> shell(String before, String after) {
    String script = ShellServer.command().getLast();
    // What the shell is to fill in is written so that the configuration does not.
    return List.of("sh", "-c", (before + "\n" + script + after).replace("${", "$${"));
  }

  @Nested
  class GivenAServerThatWasGivenUp {
    @Test
    void whenItsEntryIsEdited_thenItIsStartedAgain() throws Exception {
      List<String> fussy = shell("test \"$LICENCE\" = valid || exit 3", "");
      ConfigFile config = new ConfigFile().defaults("maxRestarts", 0);
      try (OneMcpRuntime runtime = start(config.stdio("one", fussy, Map.of("LICENCE", "none")))) {
        BackendReport givenUp = runtime.backends().getFirst();
        assertThat(givenUp.state()).isEqualTo("crash-looped");
        assertThat(givenUp.reason().orElse("")).contains("exited with code 3");

        config.stdio("one", fussy, Map.of("LICENCE", "valid")).writeTo(folder);
        assertThat(runtime.reload()).isInstanceOf(Reload.Applied.class);

        awaitSuccessor(runtime, "");
      }
    }

    @Test
    void whenItIsRestartedByHand_thenItIsStartedAgain() throws Exception {
      Path licence = folder.resolve("licence");
      ConfigFile config = new ConfigFile().defaults("maxRestarts", 0);
      try (OneMcpRuntime runtime =
          start(config.stdio("one", shell("test -e " + licence + " || exit 3", "")))) {
        assertThat(runtime.backends().getFirst().state()).isEqualTo("crash-looped");

        Files.createFile(licence);
        assertThat(runtime.restart("one")).isTrue();

        awaitSuccessor(runtime, "");
      }
    }
  }

  @Nested
  class GivenAServerOfWhichOnlyOneProcessCanRun {
    /** As with a port: the directory is there from start to end, and the end takes a while. */
    @Test
    void whenItIsRestartedByHand_thenTheNewProcessBeginsAfterTheEndOfTheOldOne()
        throws InterruptedException {
      Path taken = folder.resolve("taken");
      List<String> alone =
          shell("mkdir " + taken + " || exit 98", "\nsleep 0.5; rmdir " + taken + "; exit 0");
      try (OneMcpRuntime runtime = start(new ConfigFile().stdio("one", alone))) {
        String before = pid(runtime);

        assertThat(runtime.restart("one")).isTrue();

        awaitSuccessor(runtime, before);
        assertThat(reports).extracting(BackendReport::state).doesNotContain("restarting");
      }
    }
  }
}
