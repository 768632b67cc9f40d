package io.onemcp.conformance.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import java.util.List;

/** The backend asks the client in the middle of a call. */
final class Questions {
  private Questions() {}

  static Feature.Script asked(ServerQuestions question) {
    return meeting -> {
      int before = meeting.client().told().all().size();

      Json result = meeting.callTool(question.tool(), "{}");

      assertThat(Meeting.text(result)).startsWith(ClientAnswers.to(question.method()));
      List<Json> asked = asked(meeting, before);
      assertThat(asked).hasSize(1);
      assertThat(asked.getFirst().text("method")).isEqualTo(question.method());
      Json params = asked.getFirst().at("params");
      for (var member : Json.of(question.params()).members()) {
        assertThat(params == null ? null : params.at(member.name()))
            .as(member.name())
            .isEqualTo(member.value());
      }
    };
  }

  /** An address to visit; only the stateful era has more to say about it afterwards. */
  static void visited(Meeting meeting) throws InterruptedException {
    int before = meeting.client().told().all().size();

    asked(ServerQuestions.URL).play(meeting);

    boolean stateful = !meeting.client().isStateless();
    List<Json> told = meeting.client().told().all();
    boolean identified =
        told.subList(before, told.size()).stream()
            .anyMatch(message -> message.at("params", "elicitationId") != null);
    assertThat(identified).isEqualTo(stateful);
    if (stateful && meeting.backend().revision().era() == Era.STATEFUL) {
      meeting
          .client()
          .told()
          .await(
              "completion", message -> Methods.ELICITATION_COMPLETE.equals(message.text("method")));
    }
  }

  /** A client that cannot be asked: the backend knows, the call fails in words, nobody is asked. */
  static void undeclared(Meeting meeting, ServerQuestions question) throws InterruptedException {
    int before = meeting.client().told().all().size();

    Json answer = meeting.client().call(Methods.TOOLS_CALL, meeting.call(question.tool(), "{}"));

    assertThat(asked(meeting, before)).isEmpty();
    assertThat(answer.at("result", "isError") == null && answer.at("error") == null).isFalse();
    assertThat(answer.toString()).contains("not declared");
  }

  /** A backend that cannot ask has no such tool, and it is unknown like any other. */
  static void absent(Meeting meeting, ServerQuestions question) throws InterruptedException {
    Json error = meeting.client().error(Methods.TOOLS_CALL, meeting.call(question.tool(), "{}"));

    assertThat(error.at("code")).hasToString(String.valueOf(ErrorCodes.INVALID_PARAMS));
  }

  private static List<Json> asked(Meeting meeting, int before) {
    List<Json> told = meeting.client().told().all();
    return told.subList(before, told.size()).stream()
        .filter(message -> String.valueOf(message.text("method")).matches("[a-z]+/[a-zA-Z]+"))
        .filter(message -> !String.valueOf(message.text("method")).startsWith("notifications/"))
        .toList();
  }
}
