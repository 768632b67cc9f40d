package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * One sick backend leaves all others callable, and {@code /health} says which one it is and why.
 */
class SickBackendTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @AutoClose private static Gateway gateway;
  @AutoClose private static HttpClient http;
  private static HttpSession session;

  @BeforeAll
  static void start(@TempDir Path folder) {
    Path mark = folder.resolve("ran");
    gateway =
        Gateway.embedded(
            new ConfigFile()
                .stdio("first", Java.command(SampleServer.class.getName()))
                .stdio("second", Java.command(SampleServer.class.getName()))
                .stdio("third", Java.command(SampleServer.class.getName()))
                .stdio("mortal", Java.command(SampleServer.class.getName(), mark.toString()))
                .stdio("misspelt", List.of("no-such-command-anywhere"))
                .http(
                    "nowhere",
                    URI.create("http://127.0.0.1:" + EverythingServer.freePort() + "/mcp"))
                .writeTo(folder));
    http = HttpSession.client();
    session = HttpSession.open(http, gateway.mcp());
  }

  @Nested
  class GivenAWrongCommandAndADeadUrl {
    @Test
    void whenToolsAreListed_thenAllOfTheOthersAreThereAndCallable() {
      assertOthersWork("first", "third");
    }

    @Test
    void whenHealthIsAsked_thenItNamesBothAndWhy() {
      assertThat(sick("misspelt")).contains("no-such-command-anywhere");
      assertThat(sick("nowhere")).containsIgnoringCase("connect");
    }
  }

  @Nested
  class GivenABackendIsKilledAndCannotStartAgain {
    @Test
    void whenOthersAreCalled_thenTheyAnswerAndHealthNamesTheDeadOne() {
      long pid = Long.parseLong(call("mortal", "pid", ""));
      ProcessHandle.of(pid).orElseThrow().destroyForcibly();

      assertOthersWork("first", "third");
      assertThat(sick("mortal")).isNotBlank();
      assertOthersWork("first", "third");
    }
  }

  @Nested
  class GivenABackendIsKilledAndCanStartAgain {
    @Test
    void whenItIsCalledAgain_thenItAnswersFromANewProcess() {
      String before = call("second", "pid", "");
      ProcessHandle.of(Long.parseLong(before)).orElseThrow().destroyForcibly();

      String after =
          Eventually.see(
              () -> call("second", "pid", ""),
              pid -> pid.matches("\\d+") && !pid.equals(before),
              PATIENCE);

      assertThat(after).isNotEqualTo(before);
      assertOthersWork("first");
    }
  }

  private static void assertOthersWork(String... servers) {
    JsonNode tools = session.listTools(1).at("/result/tools");
    List<String> names = tools.valueStream().map(tool -> tool.path("name").asString()).toList();
    for (String server : servers) {
      assertThat(names)
          .containsAll(SampleServer.TOOLS.stream().map(tool -> server + "__" + tool).toList());
      assertThat(call(server, "echo", "to " + server)).isEqualTo("to " + server);
    }
  }

  private static String call(String server, String tool, String value) {
    JsonNode answer = session.call(2, server + "__" + tool, Map.of("value", value));
    return answer.at("/result/content/0/text").asString(answer.toString());
  }

  /** The entry of a server in the health report, once it is not well. */
  private static String sick(String server) {
    return Eventually.see(
            () -> gateway.health(server),
            entry -> entry.has("reason") && !entry.path("state").asString().equals("connecting"),
            PATIENCE)
        .path("reason")
        .asString();
  }
}
