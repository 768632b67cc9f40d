package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.ClientAnswer;
import io.onemcp.testkit.EventStream;
import io.onemcp.testkit.Running;
import io.onemcp.testkit.StatefulClient;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Backends of the stateful era ask clients of the stateful era, and nobody else. */
final class StatefulQuestionsTest {
  private static final String CAPABLE =
      "{\"elicitation\":{\"form\":{},\"url\":{}},\"sampling\":{\"tools\":{}},\"roots\":{}}";
  private static final String ACCEPTED = "{\"action\":\"accept\",\"content\":{}}";

  private static final Map<BackendLine, AskingBackend> BACKENDS = new EnumMap<>(BackendLine.class);
  private static final ScriptedGateway GATEWAY = ScriptedGateway.prepare();

  @BeforeAll
  static void start() throws InterruptedException {
    for (BackendLine line : BackendLine.of(Era.STATEFUL)) {
      AskingBackend backend = new AskingBackend(line);
      BACKENDS.put(line, backend);
      GATEWAY.with(line, backend.server());
    }
    GATEWAY.start();
  }

  @AfterAll
  static void end() {
    GATEWAY.close();
  }

  @Nested
  class GivenAClientThatCanBeAsked {
    @Test
    void whenABackendAsks_thenOnTheStreamOfTheCallAndByteForByte() throws InterruptedException {
      for (BackendLine line : BackendLine.of(Era.STATEFUL)) {
        OddJson odd = new OddJson(7, List.of("", " "));
        for (String method :
            List.of(AskingBackend.ELICIT, AskingBackend.SAMPLE, AskingBackend.ROOTS)) {
          String params = "{\"odd\":" + odd.object() + ",\"message\":\"\\u0061\"}";
          String answer = "{\"odd\":%s,\"action\":\"accept\"}".formatted(odd.object());
          try (StatefulClient client = capable();
              EventStream call = ask(line, client, AskingBackend.question(method, params))) {
            Json question = call.nextMessage();
            client.answer(question, answer).close();

            assertThat(question.text("method")).as("%s", line).isEqualTo(method);
            assertThat(question.at("params")).as("%s", line).hasToString(params);
            assertThat(answers(call)).as("%s", line).hasToString("[" + answer + "]");
          }
        }
      }
    }

    @Test
    void whenItAnswersByAnError_thenTheBackendGetsThatError() throws InterruptedException {
      for (BackendLine line : BackendLine.of(Era.STATEFUL)) {
        String error =
            "{\"code\":%d,\"message\":\"no\",\"data\":{\"n\":2.50},\"odd\":[ ]}"
                .formatted(ErrorCodes.USER_REJECTED);
        try (StatefulClient client = capable();
            EventStream call = ask(line, client, AskingBackend.form("m"))) {
          Json id = call.nextMessage().at("id");
          client.post("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":" + error + "}").close();

          assertThat(answers(call)).as("%s", line).hasToString("[" + error + "]");
        }
      }
    }

    @Test
    void whenItReadsNoEvents_thenItIsAskedOnItsOwnStream() throws InterruptedException {
      for (BackendLine line : BackendLine.of(Era.STATEFUL)) {
        try (StatefulClient client = capable();
            EventStream stream = client.listen()) {
          Running<Json> call =
              Running.start(() ->
                  client
                      .call(
                          Methods.TOOLS_CALL,
                          params(line, AskingBackend.asking("k", AskingBackend.form("m"))),
                          "Accept",
                          "application/json")
                      .result());
          client.answer(stream.nextMessage(), ACCEPTED).close();

          assertThat(call.result().at("answers")).hasToString("[" + ACCEPTED + "]");
        }
      }
    }

    @Test
    void whenItCancelsItsCall_thenTheBackendIsTold() throws InterruptedException {
      for (BackendLine line : BackendLine.of(Era.STATEFUL)) {
        try (StatefulClient client = capable();
            ClientAnswer answer =
                client.call(
                    Methods.TOOLS_CALL,
                    "{\"_meta\":{\"progressToken\":1},\"name\":\"%s__take-back\",\"arguments\":{}}"
                        .formatted(line.label()));
            EventStream call = answer.events()) {
          call.nextMessage();

          client.notify(Methods.CANCELLED, "{\"requestId\":1}").close();

          Json calling = call(line, "take-back").at("id");
          assertThat(cancelled(line)).as("%s", line).isEqualTo(calling);
          backend(line).release();
          backend(line).release();
        }
      }
    }

    @Test
    void whenTheBackendTakesItsQuestionBack_thenTheClientIsTold() throws InterruptedException {
      for (BackendLine line : BackendLine.of(Era.STATEFUL)) {
        try (StatefulClient client = capable();
            EventStream call =
                client
                    .call(
                        Methods.TOOLS_CALL,
                        "{\"name\":\"%s__take-back\",\"arguments\":{}}".formatted(line.label()))
                    .events()) {
          Json question = call.nextMessage();

          backend(line).release();

          Json cancelled = call.nextMessage();
          backend(line).release();
          Json answer = call.nextMessage();
          assertThat(cancelled.text("method")).as("%s", line).isEqualTo(Methods.CANCELLED);
          assertThat(cancelled.at("params", "requestId")).isEqualTo(question.at("id"));
          assertThat(answer.at("result", "answers")).hasToString("[]");
        }
      }
    }

    @Test
    void whenTwentyCallAtOnce_thenEachIsAskedItsOwnQuestionsOnly() throws InterruptedException {
      for (BackendLine line : BackendLine.of(Era.STATEFUL)) {
        List<Running<Json>> calls = new ArrayList<>();
        try (StatefulClient one = capable();
            StatefulClient other = capable()) {
          for (int i = 0; i < 20; i++) {
            StatefulClient client = i % 2 == 0 ? one : other;
            String prefix = i % 2 == 0 ? "one" : "other";
            String message = prefix + i;
            calls.add(
                Running.start(() ->
                    converse(client, call(line, client, AskingBackend.form(message)), prefix)));
          }
          for (int i = 0; i < 20; i++) {
            String message = (i % 2 == 0 ? "one" : "other") + i;
            assertThat(calls.get(i).result())
                .as("%s", line)
                .hasToString("[{\"action\":\"accept\",\"content\":{\"to\":\"" + message + "\"}}]");
          }
        }
      }
    }

    @Test
    void whenItIsAskedWhileAnotherCallOfItsEnds_thenTheQuestionIsNotLost()
        throws InterruptedException {
      for (BackendLine line : BackendLine.of(Era.STATEFUL)) {
        try (StatefulClient client = capable()) {
          for (int i = 0; i < 20; i++) {
            Running<Json> first =
                Running.start(() -> converse(client, tool(line, client, AskingBackend.FIRST), "m"));
            awaitCalls(line, AskingBackend.FIRST, i + 1);

            Json second = converse(client, tool(line, client, AskingBackend.SECOND), "m");

            assertThat(second.elements()).as("%s", line).hasSize(1);
            assertThat(first.result().elements()).as("%s", line).isEmpty();
          }
        }
      }
    }

    private ClientAnswer tool(BackendLine line, StatefulClient client, String tool)
        throws InterruptedException {
      return client.call(Methods.TOOLS_CALL, "{\"name\":\"" + line.label() + "__" + tool + "\"}");
    }

    private void awaitCalls(BackendLine line, String tool, int count) throws InterruptedException {
      backend(line)
          .server()
          .received()
          .await(tool, count, message -> tool.equals(message.whole().text("params", "name")));
    }

    /** On lines that share one stream a question may come on the stream of another own call. */
    private Json converse(StatefulClient client, ClientAnswer answer, String owner)
        throws InterruptedException {
      if (!answer.isStream()) {
        return Objects.requireNonNull(answer.result().at("answers"));
      }
      try (EventStream call = answer.events()) {
        Json next = call.nextMessage();
        while (next.at("method") != null) {
          String asked = String.valueOf(next.text("params", "message"));
          assertThat(asked).startsWith(owner);
          String content = "{\"action\":\"accept\",\"content\":{\"to\":\"" + asked + "\"}}";
          client.answer(next, content).close();
          next = call.nextMessage();
        }
        return Objects.requireNonNull(next.at("result", "answers"));
      }
    }
  }

  @Nested
  class GivenAClientThatDeclaredNothing {
    @Test
    void whenABackendAsks_thenItIsRefusedAndWasToldSoBefore() throws InterruptedException {
      for (BackendLine line : BackendLine.of(Era.STATEFUL)) {
        try (StatefulClient client = GATEWAY.client().initialize(Revision.LATEST_STATEFUL)) {
          ClientAnswer answer =
              client.call(
                  Methods.TOOLS_CALL,
                  params(line, AskingBackend.asking("k", AskingBackend.form("m"))));

          Json answers = Objects.requireNonNull(answer.result().at("answers"));
          assertThat(answers.elements().getFirst().at("code"))
              .hasToString(String.valueOf(ErrorCodes.METHOD_NOT_FOUND));
          assertThat(answer.interim()).as("%s", line).isEmpty();
          Message.Request shared =
              (Message.Request) backend(line).server().awaitReceived(Methods.INITIALIZE);
          assertThat(AskingBackend.declared(shared)).isEqualTo("{}");
        }
      }
    }
  }

  private static StatefulClient capable() throws InterruptedException {
    return GATEWAY.client().initialize(Revision.LATEST_STATEFUL, CAPABLE);
  }

  private static AskingBackend backend(BackendLine line) {
    return Objects.requireNonNull(BACKENDS.get(line));
  }

  private static EventStream ask(BackendLine line, StatefulClient client, String question)
      throws InterruptedException {
    return call(line, client, question).events();
  }

  private static ClientAnswer call(BackendLine line, StatefulClient client, String question)
      throws InterruptedException {
    return client.call(Methods.TOOLS_CALL, params(line, AskingBackend.asking("k", question)));
  }

  private static String params(BackendLine line, String arguments) {
    return "{\"name\":\"" + line.label() + "__ask\",\"arguments\":" + arguments + "}";
  }

  private static Json answers(EventStream call) throws InterruptedException {
    Json answer = call.nextMessage();
    Json answers = answer.at("result", "answers");
    if (answers == null) {
      throw new AssertionError(answer + " (expected: a result)");
    }
    return answers;
  }

  /** The last call of a tool that a backend got. */
  private static Json call(BackendLine line, String tool) {
    return backend(line).server().received().all().stream()
        .filter(message -> tool.equals(message.whole().text("params", "name")))
        .toList()
        .getLast()
        .whole();
  }

  private static Json cancelled(BackendLine line) throws InterruptedException {
    Message cancelled = backend(line).server().awaitReceived(Methods.CANCELLED);
    return Objects.requireNonNull(cancelled.whole().at("params", "requestId"));
  }
}
