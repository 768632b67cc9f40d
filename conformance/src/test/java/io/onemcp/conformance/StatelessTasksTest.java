package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.ClientAnswer;
import io.onemcp.testkit.EventStream;
import io.onemcp.testkit.ScriptedTasks;
import io.onemcp.testkit.StatelessClient;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The tasks extension of revision 2026-07-28, among all servers, between peers of that revision.
 */
final class StatelessTasksTest {
  private static final String DONE = "{\"resultType\":\"complete\",\"content\":[],\"x\":2.50}";

  private static final Map<BackendLine, ScriptedTasks> TASKS = new EnumMap<>(BackendLine.class);
  private static final ScriptedGateway GATEWAY = ScriptedGateway.prepare();

  @BeforeAll
  static void start() throws InterruptedException {
    for (BackendLine line : BackendLine.of(Era.STATELESS)) {
      var server = line.server();
      TASKS.put(line, ScriptedTasks.on(server, Era.STATELESS));
      GATEWAY.with(line, server);
    }
    GATEWAY.start();
  }

  @AfterAll
  static void end() {
    GATEWAY.close();
  }

  @Nested
  class GivenAClientThatDeclaresTheExtension {
    private final StatelessClient client = client(ScriptedTasks.DECLARED);

    @ParameterizedTest
    @EnumSource(names = "STATELESS_.*", mode = EnumSource.Mode.MATCH_ALL)
    void whenTheTaskIsDone_thenItsResultIsInTheTask(BackendLine line) throws InterruptedException {
      Json task = begin(client, line, "{}");
      String id = id(task);

      assertThat(task.text("resultType")).isEqualTo("task");
      assertThat(id).hasSizeGreaterThan(20);
      assertThat(client.call(Methods.TASKS_GET, named(id)).result().text("status"))
          .isEqualTo("working");

      tasks(line).finish(tasks(line).awaitBegun(1), DONE);
      Json done = client.call(Methods.TASKS_GET, named(id)).result();

      assertThat(id(done)).isEqualTo(id);
      assertThat(done.at("result")).hasToString(DONE);
    }

    @ParameterizedTest
    @EnumSource(names = "STATELESS_.*", mode = EnumSource.Mode.MATCH_ALL)
    void whenTheTaskNeedsInput_thenAnUpdateBringsIt(BackendLine line) throws InterruptedException {
      String id = id(begin(client, line, "{\"question\":{\"message\":\"m\"}}"));
      Json asking = client.call(Methods.TASKS_GET, named(id)).result();
      String answers = "\"inputResponses\":{\"answer\":{\"action\":\"accept\"}}";

      client.call(Methods.TASKS_UPDATE, "{\"taskId\":\"" + id + "\"," + answers + "}").result();

      assertThat(asking.text("status")).isEqualTo("input_required");
      assertThat(asking.text("inputRequests", "answer", "params", "message")).isEqualTo("m");
      assertThat(client.call(Methods.TASKS_GET, named(id)).result().text("status"))
          .isEqualTo("completed");
    }

    @ParameterizedTest
    @EnumSource(names = "STATELESS_.*", mode = EnumSource.Mode.MATCH_ALL)
    void whenItListens_thenItHearsOfItsTaskOnly(BackendLine line) throws InterruptedException {
      begin(client, line, "{}");
      String other = tasks(line).awaitBegun(1);
      String id = id(begin(client, line, "{}"));
      try (EventStream stream = client.listen("{\"taskIds\":[\"" + id + "\",\"t-1\"]}")) {
        Json acknowledged = stream.nextMessage();
        assertThat(acknowledged.at("params", "notifications", "taskIds"))
            .hasToString("[\"" + id + "\"]");

        tasks(line).finish(other, DONE);
        client.call(Methods.TASKS_CANCEL, named(id)).result();

        Json told = stream.nextMessage();
        assertThat(told.text("method")).isEqualTo("notifications/tasks");
        assertThat(told.text("params", "taskId")).isEqualTo(id);
        assertThat(told.text("params", "status")).isEqualTo("cancelled");
      }
    }

    @Test
    void whenTheBackendsOwnIdIsNamed_thenItIsUnknown() throws InterruptedException {
      try (ClientAnswer answer = client.call(Methods.TASKS_GET, named("t-1"))) {
        assertThat(answer.error().at("code")).hasToString("-32602");
      }
    }
  }

  @Nested
  class GivenAClientThatDoesNotDeclareIt {
    private final StatelessClient client = client("{}");

    @Test
    void whenItAsksForATask_thenItHearsWhatItHasToDeclare() throws InterruptedException {
      for (String method : new String[] {Methods.TASKS_GET, Methods.TASKS_UPDATE}) {
        try (ClientAnswer answer = client.call(method, named("x"))) {
          Json error = answer.error();

          assertThat(answer.status()).isEqualTo(400);
          assertThat(error.at("code")).hasToString("-32021");
          assertThat(error.at("data", "requiredCapabilities")).hasToString(ScriptedTasks.DECLARED);
        }
      }
    }

    @Test
    void whenItUsesTheMethodsOfTheOtherEra_thenTheyAreUnknown() throws InterruptedException {
      for (String method : new String[] {Methods.TASKS_LIST, Methods.TASKS_RESULT}) {
        try (ClientAnswer answer = client.call(method, named("x"))) {
          assertThat(answer.error().at("code")).hasToString("-32601");
        }
      }
    }
  }

  private static StatelessClient client(String capabilities) {
    return GATEWAY.client().stateless(capabilities);
  }

  private static ScriptedTasks tasks(BackendLine line) {
    return Objects.requireNonNull(TASKS.get(line));
  }

  private static Json begin(StatelessClient client, BackendLine line, String arguments)
      throws InterruptedException {
    return client.callTool(line.label() + "__job", arguments);
  }

  private static String id(Json task) {
    return String.valueOf(task.text("taskId"));
  }

  private static String named(String id) {
    return "{\"taskId\":\"" + id + "\"}";
  }
}
