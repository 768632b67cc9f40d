package io.onemcp.conformance.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.ScriptedTasks;
import java.util.Objects;

/** Calls that are answered at once, and carried out later. */
final class TaskScripts {
  private static final String DONE = "{\"content\":[{\"type\":\"text\",\"text\":\"d\\u0061ne\"}]}";

  private TaskScripts() {}

  static void works(Meeting meeting) throws InterruptedException {
    String first = begin(meeting);
    assertThat(get(meeting, first).text("status")).isEqualTo("working");
    ScriptedTasks tasks = meeting.backend().tasks();
    tasks.finish(tasks.awaitBegun(1), DONE);

    assertThat(get(meeting, first).text("status")).isEqualTo("completed");
    assertThat(content(meeting, first))
        .hasToString("[{\"type\":\"text\",\"text\":\"d\\u0061ne\"}]");

    String second = begin(meeting);
    meeting.client().result(Methods.TASKS_CANCEL, named(second));
    assertThat(get(meeting, second).text("status")).isEqualTo("cancelled");
    tasks.awaitStatus(tasks.awaitBegun(1), "cancelled");
  }

  /** A tool that needs a task says so; one that can do without is simply called. */
  static void called(Meeting meeting) throws InterruptedException {
    Json error = meeting.client().error(Methods.TOOLS_CALL, asTask(meeting, ScriptedTasks.JOB));
    assertThat(String.valueOf(error.text("message"))).contains("needs");

    Json result = meeting.client().result(Methods.TOOLS_CALL, asTask(meeting, "echo"));
    assertThat(Meeting.text(result)).isEqualTo("{}");
  }

  /** The same, and the list does not tell a client of what it has no word for. */
  static void calledAcross(Meeting meeting) throws InterruptedException {
    called(meeting);
    assertThat(Basics.tool(meeting, ScriptedTasks.JOB).at("execution")).isNull();
  }

  static void absent(Meeting meeting) throws InterruptedException {
    Json error = meeting.client().error(Methods.TOOLS_CALL, meeting.call(ScriptedTasks.JOB, "{}"));

    assertThat(error.at("code")).hasToString(String.valueOf(ErrorCodes.INVALID_PARAMS));
  }

  private static String begin(Meeting meeting) throws InterruptedException {
    Json result = meeting.client().result(Methods.TOOLS_CALL, asTask(meeting, ScriptedTasks.JOB));
    Json task = meeting.client().isStateless() ? result : result.at("task");
    return String.valueOf(Objects.requireNonNull(task).text("taskId"));
  }

  /** Only one revision has a word in the call for it. */
  private static String asTask(Meeting meeting, String tool) {
    Json call = Json.of(meeting.call(tool, "{}"));
    return meeting.client().revision() == Revision.V2025_11_25
        ? call.patch().set(Json.of("{\"ttl\":60000}"), "task").json().toString()
        : call.toString();
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
