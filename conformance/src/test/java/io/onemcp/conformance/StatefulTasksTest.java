package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.ClientAnswer;
import io.onemcp.testkit.EventStream;
import io.onemcp.testkit.Reply;
import io.onemcp.testkit.ScriptedServer;
import io.onemcp.testkit.ScriptedTasks;
import io.onemcp.testkit.StatefulClient;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tasks of revision 2025-11-25, among all servers, between peers of that revision. */
final class StatefulTasksTest {
  private static final String DONE = "{\"content\":[],\"x\":2.50}";
  private static final String UNKNOWN = "-32602";

  private static final Map<BackendLine, ScriptedTasks> TASKS = new EnumMap<>(BackendLine.class);
  private static final Map<BackendLine, ScriptedServer> SERVERS = new EnumMap<>(BackendLine.class);
  private static final ScriptedGateway GATEWAY = ScriptedGateway.prepare();

  @BeforeAll
  static void start() throws InterruptedException {
    for (BackendLine line : BackendLine.of(Era.STATEFUL)) {
      var server = line.server();
      SERVERS.put(line, server);
      TASKS.put(line, ScriptedTasks.on(server, Era.STATEFUL));
      server.tool("lend", (_, reply) -> lend(reply));
      GATEWAY.with(line, server);
    }
    GATEWAY.start();
  }

  @AfterAll
  static void end() {
    GATEWAY.close();
  }

  @Nested
  class GivenAClientThatBeginsATask {
    @ParameterizedTest
    @EnumSource(names = "STATEFUL_.*", mode = EnumSource.Mode.MATCH_ALL)
    void whenTheTaskIsDone_thenItsResultIsThere(BackendLine line) throws InterruptedException {
      try (StatefulClient client = client("{}")) {
        Json task = begin(client, line, "{}");
        String id = id(task);

        assertThat(task.text("status")).isEqualTo("working");
        assertThat(id).doesNotContain(upstream(line)).hasSizeGreaterThan(20);
        assertThat(id(client.call(Methods.TASKS_GET, named(id)).result())).isEqualTo(id);

        tasks(line).finish(upstream(line), DONE);
        Json result = client.call(Methods.TASKS_RESULT, named(id)).result();

        assertThat(result.at("x")).hasToString("2.50");
        assertThat(result.text("_meta", "io.modelcontextprotocol/related-task", "taskId"))
            .isEqualTo(id);
      }
    }

    @ParameterizedTest
    @EnumSource(names = "STATEFUL_.*", mode = EnumSource.Mode.MATCH_ALL)
    void whenItCancels_thenTheTaskIsCancelled(BackendLine line) throws InterruptedException {
      try (StatefulClient client = client("{}")) {
        String id = id(begin(client, line, "{}"));

        Json cancelled = client.call(Methods.TASKS_CANCEL, named(id)).result();

        assertThat(cancelled.text("status")).isEqualTo("cancelled");
        assertThat(id(cancelled)).isEqualTo(id);
      }
    }

    @ParameterizedTest
    @EnumSource(names = "STATEFUL_.*", mode = EnumSource.Mode.MATCH_ALL)
    void whenItLists_thenItsOwnTasksAndNoOthers(BackendLine line) throws InterruptedException {
      try (StatefulClient client = client("{}");
          StatefulClient other = client("{}")) {
        String id = id(begin(client, line, "{}"));
        begin(other, line, "{}");

        Json listed = client.call(Methods.TASKS_LIST, "{}").result();

        assertThat(Objects.requireNonNull(listed.at("tasks")).elements())
            .extracting(StatefulTasksTest::id)
            .containsExactly(id);
      }
    }

    @ParameterizedTest
    @EnumSource(names = "STATEFUL_.*", mode = EnumSource.Mode.MATCH_ALL)
    void whenTheTaskAsks_thenOnTheStreamOfWhoeverWantsItsResult(BackendLine line)
        throws InterruptedException {
      try (StatefulClient client = client("{\"elicitation\":{}}")) {
        String id = id(begin(client, line, "{\"question\":{\"message\":\"m\"}}"));
        try (EventStream stream = client.call(Methods.TASKS_RESULT, named(id)).events()) {
          Json question = stream.nextMessage();
          assertThat(
                  question.text(
                      "params", "_meta", "io.modelcontextprotocol/related-task", "taskId"))
              .isEqualTo(id);
          client.answer(question, "{\"action\":\"accept\",\"content\":{\"a\":1}}").close();

          assertThat(stream.nextMessage()).asString().contains("\\\"a\\\":1");
        }
      }
    }
  }

  @Nested
  class GivenATaskThatTellsOfItself {
    @ParameterizedTest
    @EnumSource(names = "STATEFUL_.*", mode = EnumSource.Mode.MATCH_ALL)
    void whenItsStatusChanges_thenItsClientIsTold(BackendLine line) throws InterruptedException {
      try (StatefulClient client = client("{}");
          EventStream stream = client.listen()) {
        String id = id(begin(client, line, "{}"));
        String params = "{\"taskId\":\"%s\",\"status\":\"failed\"}".formatted(upstream(line));

        server(line).push("notifications/tasks/status", params);

        Json told = stream.nextMessage();
        assertThat(told.text("method")).isEqualTo("notifications/tasks/status");
        assertThat(told.text("params", "taskId")).isEqualTo(id);
      }
    }

    @ParameterizedTest
    @EnumSource(names = "STATEFUL_.*", mode = EnumSource.Mode.MATCH_ALL)
    void whenItTellsProgress_thenWithTheTokenOfTheCallThatBeganIt(BackendLine line)
        throws InterruptedException {
      try (StatefulClient client = client("{}");
          EventStream stream = client.listen()) {
        client
            .call(
                Methods.TOOLS_CALL,
                "{\"name\":\"%s__job\",\"task\":{},\"_meta\":{\"progressToken\":\"mine\"}}"
                    .formatted(line.label()))
            .result();
        Message.Request call =
            (Message.Request) server(line).received().await("call", StatefulTasksTest::hasToken);
        Json token = call.params().at("_meta", "progressToken");

        server(line).push(Methods.PROGRESS, "{\"progressToken\":" + token + ",\"progress\":0.5}");

        assertThat(stream.nextMessage().at("params"))
            .hasToString("{\"progressToken\":\"mine\",\"progress\":0.5}");
      }
    }
  }

  @Nested
  class GivenAClientThatHasTasksOfItsOwn {
    private static final String TASKS =
        "{\"sampling\":{},\"tasks\":{\"list\":{},\"cancel\":{},\"requests\":{\"sampling\":{\"createMessage\":{}}}}}";

    @ParameterizedTest
    @EnumSource(names = "STATEFUL_.*", mode = EnumSource.Mode.MATCH_ALL)
    void whenABackendBeginsOne_thenItMayAskForThatOneOnly(BackendLine line)
        throws InterruptedException {
      try (StatefulClient client = client(TASKS);
          EventStream call =
              client
                  .call(Methods.TOOLS_CALL, "{\"name\":\"%s__lend\"}".formatted(line.label()))
                  .events()) {
        Json sampling = call.nextMessage();
        assertThat(sampling.at("params", "task")).hasToString("{\"ttl\":1}");
        client.answer(sampling, "{\"task\":{\"taskId\":\"c-1\",\"status\":\"working\"}}").close();
        Json get = call.nextMessage();
        assertThat(get.text("method")).isEqualTo(Methods.TASKS_GET);
        assertThat(get.text("params", "taskId")).isEqualTo("c-1");
        client.notify("notifications/tasks/status", "{\"taskId\":\"c-1\"}").close();
        server(line).awaitReceived("notifications/tasks/status");
        client.answer(get, "{\"taskId\":\"c-1\",\"status\":\"completed\"}").close();

        assertThat(call.nextMessage().at("result", "errors")).hasToString("[-32602,-32601]");
      }
    }
  }

  @Nested
  class GivenATaskThatIsNotThere {
    @ParameterizedTest
    @EnumSource(names = "STATEFUL_.*", mode = EnumSource.Mode.MATCH_ALL)
    void whenTheBackendsOwnIdIsNamed_thenItIsUnknown(BackendLine line) throws InterruptedException {
      try (StatefulClient client = client("{}")) {
        begin(client, line, "{}");

        try (ClientAnswer answer = client.call(Methods.TASKS_GET, named(upstream(line)))) {
          assertThat(answer.error().at("code")).hasToString(UNKNOWN);
        }
      }
    }
  }

  private static StatefulClient client(String capabilities) throws InterruptedException {
    return GATEWAY.client().initialize(Revision.V2025_11_25, capabilities);
  }

  /** Has the client begin a task, asks for it, and for others. */
  private static void lend(Reply reply) throws InterruptedException {
    reply.ask("sampling/createMessage", "{\"task\":{\"ttl\":1}}");
    reply.ask(Methods.TASKS_GET, named("c-1"));
    Json other = reply.ask(Methods.TASKS_GET, named("c-2")).whole();
    Json list = reply.ask(Methods.TASKS_LIST, "{}").whole();
    reply.result(
        "{\"content\":[],\"errors\":[%s,%s]}"
            .formatted(other.at("error", "code"), list.at("error", "code")));
  }

  private static boolean hasToken(Message message) {
    return message instanceof Message.Request request
        && request.params().at("_meta", "progressToken") != null;
  }

  private static ScriptedServer server(BackendLine line) {
    return Objects.requireNonNull(SERVERS.get(line));
  }

  private static ScriptedTasks tasks(BackendLine line) {
    return Objects.requireNonNull(TASKS.get(line));
  }

  /** The backend's id of the task that was begun last. */
  private static String upstream(BackendLine line) throws InterruptedException {
    return tasks(line).awaitBegun(1);
  }

  private static Json begin(StatefulClient client, BackendLine line, String arguments)
      throws InterruptedException {
    String params =
        "{\"name\":\"%s__job\",\"arguments\":%s,\"task\":{\"ttl\":60000}}"
            .formatted(line.label(), arguments);
    return Objects.requireNonNull(client.call(Methods.TOOLS_CALL, params).result().at("task"));
  }

  private static String id(Json task) {
    return String.valueOf(task.text("taskId"));
  }

  private static String named(String id) {
    return "{\"taskId\":\"" + id + "\"}";
  }
}
