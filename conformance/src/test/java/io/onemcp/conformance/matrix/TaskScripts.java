package io.onemcp.conformance.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.conformance.Eventually;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.ScriptedTasks;
import java.time.Duration;
import java.util.Objects;

/** Calls that are answered at once, and carried out later. */
final class TaskScripts {
  private static final String DONE = "{\"content\":[{\"type\":\"text\",\"text\":\"d\\u0061ne\"}]}";

  private TaskScripts() {}

  static void works(Meeting meeting) throws InterruptedException {
    ScriptedTasks tasks = meeting.backend().tasks();
    int before = tasks.begun();
    String first = begin(meeting);
    String upstream = tasks.awaitBegun(before + 1);
    assertThat(get(meeting, first).text("status")).isEqualTo("working");
    tasks.finish(upstream, DONE);

    awaitStatus(meeting, first, "completed");
    assertThat(content(meeting, first))
        .hasToString("[{\"type\":\"text\",\"text\":\"d\\u0061ne\"}]");

    String second = begin(meeting);
    String other = tasks.awaitBegun(before + 2);
    meeting.client().result(Methods.TASKS_CANCEL, named(second));
    tasks.awaitStatus(other, "cancelled");
    awaitStatus(meeting, second, "cancelled");
  }

  /** A client that has no tasks gets the result of one, which the gateway waits for. */
  static void waited(Meeting meeting) throws InterruptedException {
    ScriptedTasks tasks = meeting.backend().tasks();
    int before = tasks.begun();
    PeerClient.UnderWay call =
        meeting.client().start(Methods.TOOLS_CALL, meeting.call(ScriptedTasks.JOB, "{}"));
    tasks.finish(tasks.awaitBegun(before + 1), DONE);

    assertThat(call.answer().result().at("result", "content"))
        .hasToString("[{\"type\":\"text\",\"text\":\"d\\u0061ne\"}]");
  }

  /** Asks again until it is so, as clients do; between the eras the gateway asks, too. */
  private static void awaitStatus(Meeting meeting, String id, String status) {
    Eventually.see(
        () -> {
          try {
            return String.valueOf(get(meeting, id).text("status"));
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        },
        status::equals,
        Duration.ofSeconds(10));
  }

  static void absent(Meeting meeting) throws InterruptedException {
    Json error = meeting.client().error(Methods.TOOLS_CALL, meeting.call(ScriptedTasks.JOB, "{}"));

    assertThat(error.at("code")).hasToString(String.valueOf(ErrorCodes.INVALID_PARAMS));
  }

  private static String begin(Meeting meeting) throws InterruptedException {
    Json result = meeting.client().result(Methods.TOOLS_CALL, asTask(meeting));
    Json task = meeting.client().isStateless() ? result : result.at("task");
    return String.valueOf(Objects.requireNonNull(task).text("taskId"));
  }

  /** Clients of the stateful era have to say that they want one. */
  private static String asTask(Meeting meeting) {
    Json call = Json.of(meeting.call(ScriptedTasks.JOB, "{}"));
    return meeting.client().isStateless()
        ? call.toString()
        : call.patch().set(Json.of("{\"ttl\":60000}"), "task").json().toString();
  }

  private static Json get(Meeting meeting, String id) throws InterruptedException {
    return meeting.client().result(Methods.TASKS_GET, named(id));
  }

  private static Json content(Meeting meeting, String id) throws InterruptedException {
    Json content =
        meeting.client().isStateless()
            ? get(meeting, id).at("result", "content")
            : meeting.client().result(Methods.TASKS_RESULT, named(id)).at("content");
    return Objects.requireNonNull(content);
  }

  private static String named(String id) {
    return "{\"taskId\":\"" + id + "\"}";
  }
}
