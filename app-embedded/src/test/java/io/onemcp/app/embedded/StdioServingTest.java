package io.onemcp.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.Running;
import io.onemcp.testkit.TestTasks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class StdioServingTest {
  private final TestTasks tasks = new TestTasks();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @AfterEach
  void endTasks() {
    tasks.close();
    assertThat(tasks.failures()).isEmpty();
  }

  private List<Json> serve(ToolServer server, Era era, String input) {
    byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
    StdioServing.serve(server, era, new ByteArrayInputStream(bytes), out, tasks);
    return out.toString(StandardCharsets.UTF_8).lines().map(Json::of).toList();
  }

  private static String call(int id, String tool) {
    return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\"}}\n"
        .formatted(id, tool);
  }

  @Nested
  final class GivenInputThatEndsBehindItsRequests {
    @Test
    void whenServed_thenEveryRequestIsAnsweredAllTheSame() {
      String input =
          IntStream.range(0, 1000).mapToObj(id -> call(id, "echo")).collect(Collectors.joining());

      List<Json> answers = serve(SampleTools.server(), Era.STATEFUL, input);

      assertThat(answers)
          .extracting(answer -> String.valueOf(answer.at("id")))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, 1000).mapToObj(String::valueOf).toList());
    }

    @Test
    void whenTheThreadIsInterrupted_thenACallThatHangsIsLeft() throws InterruptedException {
      CountDownLatch begun = new CountDownLatch(1);
      ToolServer server =
          ToolServer.named("hanging")
              .tool(
                  "hang",
                  "Hangs",
                  SampleTools.ANY,
                  _ -> {
                    begun.countDown();
                    new CountDownLatch(1).await();
                    return ToolOutput.text("");
                  });
      Running<Boolean> serving =
          Running.start(() -> {
            serve(server, Era.STATEFUL, call(1, "hang"));
            return Thread.interrupted();
          });
      begun.await();

      serving.interrupt();

      assertThat(serving.result()).isTrue();
    }
  }

  @Nested
  final class GivenLinesThatAreNoRequests {
    @Test
    void whenServed_thenTheyAreNotAnsweredAndTheNextOneIs() {
      String input =
          "no JSON\n\n[]\n{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n"
              + call(1, "echo");

      assertThat(serve(SampleTools.server(), Era.STATEFUL, input)).hasSize(1);
    }
  }

  @Nested
  final class GivenTheStatefulEra {
    @Test
    void whenARevisionIsAskedFor_thenItIsSpokenIfItIsOfThisEra() {
      String initialize =
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"%s\"}}\n";

      List<Json> answers =
          serve(
              SampleTools.server(),
              Era.STATEFUL,
              initialize.formatted("2024-11-05")
                  + initialize.formatted("2026-07-28")
                  + initialize.formatted("nonsense")
                  + "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}\n"
                  + "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"server/discover\"}\n");

      assertThat(answers)
          .extracting(answer ->
              answer.at("id")
                  + " "
                  + answer.text("result", "protocolVersion")
                  + " "
                  + answer.at("error", "code"))
          .containsExactlyInAnyOrder(
              "1 2024-11-05 null",
              "1 2025-11-25 null",
              "1 2025-11-25 null",
              "2 null null",
              "3 null -32601");
    }
  }
}
