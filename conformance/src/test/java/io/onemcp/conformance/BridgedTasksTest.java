package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.ClientAnswer;
import io.onemcp.testkit.EventStream;
import io.onemcp.testkit.Running;
import io.onemcp.testkit.ScriptedTasks;
import io.onemcp.testkit.StatefulClient;
import io.onemcp.testkit.StatelessClient;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tasks where the client's era is not the backend's, and clients that have no tasks at all. */
final class BridgedTasksTest {
  private static final String QUESTION = "{\"question\":{\"message\":\"m\"}}";
  private static final String ACCEPTED = "{\"action\":\"accept\",\"content\":{\"a\":1}}";
  private static final String DONE = "{\"content\":[],\"x\":2.50}";

  private static final Map<BackendLine, ScriptedTasks> TASKS = new EnumMap<>(BackendLine.class);
  private static final ScriptedGateway GATEWAY = ScriptedGateway.prepare();

  @BeforeAll
  static void start() throws InterruptedException {
    for (BackendLine line : BackendLine.values()) {
      var server = line.server();
      TASKS.put(line, ScriptedTasks.on(server, line.era()));
      GATEWAY.with(line, server);
    }
    GATEWAY.start();
  }

  @AfterAll
  static void end() {
    GATEWAY.close();
  }

  @Nested
  class GivenAStatelessClientWithTasksAndAStatefulBackend {
    private final StatelessClient client =
        GATEWAY
            .client()
            .stateless(
                "{\"elicitation\":{},\"extensions\":{\"" + ScriptedTasks.EXTENSION + "\":{}}}");

    @ParameterizedTest
    @EnumSource(names = "STATEFUL_.*", mode = EnumSource.Mode.MATCH_ALL)
    void whenTheTaskIsDone_thenItsResultIsInTheTask(BackendLine line) throws InterruptedException {
      int before = tasks(line).begun();
      Json task = client.callTool(line.label() + "__job", "{}");
      String id = String.valueOf(task.text("taskId"));
      String upstream = tasks(line).awaitBegun(before + 1);

      assertThat(task.text("resultType")).isEqualTo("task");
      assertThat(get(id).text("status")).isEqualTo("working");

      tasks(line).finish(upstream, DONE);
      Json done = until(id, "completed");

      assertThat(done.text("status")).isEqualTo("completed");
      assertThat(done.at("result", "x")).hasToString("2.50");
      assertThat(done.text("result", "resultType")).isEqualTo("complete");
      assertThat(done.at("result", "_meta", "io.modelcontextprotocol/related-task")).isNull();
    }

    @ParameterizedTest
    @EnumSource(names = "STATEFUL_.*", mode = EnumSource.Mode.MATCH_ALL)
    void whenTheBackendAsks_thenTheTaskDoesAndAnUpdateAnswers(BackendLine line)
        throws InterruptedException {
      String id = String.valueOf(client.callTool(line.label() + "__job", QUESTION).text("taskId"));
      Json asking = until(id, "input_required");
      String key = Objects.requireNonNull(asking.at("inputRequests")).members().getFirst().name();

      client
          .call(
              Methods.TASKS_UPDATE,
              "{\"taskId\":\"%s\",\"inputResponses\":{\"%s\":%s}}".formatted(id, key, ACCEPTED))
          .result();

      assertThat(until(id, "completed").at("result")).asString().contains("\\\"a\\\":1");
    }

    @ParameterizedTest
    @EnumSource(names = "STATEFUL_.*", mode = EnumSource.Mode.MATCH_ALL)
    void whenItCancels_thenTheBackendsTaskIsCancelled(BackendLine line)
        throws InterruptedException {
      int before = tasks(line).begun();
      String id = String.valueOf(client.callTool(line.label() + "__job", "{}").text("taskId"));
      String upstream = tasks(line).awaitBegun(before + 1);

      Json acknowledged = client.call(Methods.TASKS_CANCEL, named(id)).result();

      assertThat(acknowledged).hasToString("{\"resultType\":\"complete\"}");
      assertThat(get(id).text("status")).isEqualTo("cancelled");
      tasks(line).awaitStatus(upstream, "cancelled");
    }

    private Json get(String id) throws InterruptedException {
      return client.call(Methods.TASKS_GET, named(id)).result();
    }

    /** Asks again and again, as clients do. */
    private Json until(String id, String status) {
      return Eventually.see(
          () -> {
            try {
              return get(id);
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          },
          task -> status.equals(task.text("status")),
          Duration.ofSeconds(10));
    }
  }

  @Nested
  class GivenAClientThatHasNoTasks {
    @ParameterizedTest
    @EnumSource(BackendLine.class)
    void whenItIsStatefulAndOlder_thenTheGatewayWaitsForTheTask(BackendLine line)
        throws InterruptedException {
      int before = tasks(line).begun();
      try (StatefulClient client = GATEWAY.client().initialize(Revision.V2025_06_18)) {
        assertThat(client.initializeResult().at("capabilities", "tasks")).isNull();
        Running<Json> call = Running.start(() -> client.callTool(line.label() + "__job", "{}"));

        tasks(line).finish(tasks(line).awaitBegun(before + 1), DONE);

        assertThat(call.result()).hasToString(DONE);
      }
    }

    @ParameterizedTest
    @EnumSource(names = "STATEFUL_.*", mode = EnumSource.Mode.MATCH_ALL)
    void whenItIsStateless_thenTheGatewayWaitsForTheTask(BackendLine line)
        throws InterruptedException {
      int before = tasks(line).begun();
      Running<Json> call =
          Running.start(() -> GATEWAY.client().stateless().callTool(line.label() + "__job", "{}"));

      tasks(line).finish(tasks(line).awaitBegun(before + 1), DONE);

      assertThat(call.result().at("x")).hasToString("2.50");
    }

    @ParameterizedTest
    @EnumSource(BackendLine.class)
    void whenTheTaskAsks_thenTheClientIsAskedOnTheStreamOfItsCall(BackendLine line)
        throws InterruptedException {
      try (StatefulClient client =
              GATEWAY.client().initialize(Revision.V2025_06_18, "{\"elicitation\":{}}");
          EventStream stream =
              client
                  .call(
                      Methods.TOOLS_CALL,
                      "{\"name\":\"%s__job\",\"arguments\":%s}".formatted(line.label(), QUESTION))
                  .events()) {
        client.answer(stream.nextMessage(), ACCEPTED).close();

        assertThat(stream.nextMessage().at("result")).asString().contains("\\\"a\\\":1");
      }
    }

    @ParameterizedTest
    @EnumSource(BackendLine.class)
    void whenItCancelsItsCall_thenTheTaskIsCancelled(BackendLine line) throws InterruptedException {
      int before = tasks(line).begun();
      try (StatefulClient client = GATEWAY.client().initialize(Revision.V2025_06_18)) {
        Running<ClientAnswer> call =
            Running.start(() ->
                client.call(
                    new RequestId.Num(77),
                    Methods.TOOLS_CALL,
                    "{\"name\":\"%s__job\"}".formatted(line.label())));
        String upstream = tasks(line).awaitBegun(before + 1);

        client.notify(Methods.CANCELLED, "{\"requestId\":77}").close();

        tasks(line).awaitStatus(upstream, "cancelled");
        call.failure();
      }
    }
  }

  private static ScriptedTasks tasks(BackendLine line) {
    return Objects.requireNonNull(TASKS.get(line));
  }

  private static String named(String id) {
    return "{\"taskId\":\"" + id + "\"}";
  }
}
