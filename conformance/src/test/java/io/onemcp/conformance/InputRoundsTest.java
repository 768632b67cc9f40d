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

/** Backends of the stateless era need input from clients of the stateful era. */
final class InputRoundsTest {
  private static final String CAPABLE =
      "{\"elicitation\":{\"form\":{},\"url\":{}},\"sampling\":{}}";
  private static final String ELICIT =
      AskingBackend.question(AskingBackend.ELICIT, "{\"mode\":\"form\",\"message\":\"\\u0061\"}");
  private static final String SAMPLE =
      AskingBackend.question(AskingBackend.SAMPLE, "{\"messages\":[],\"maxTokens\":2.50}");
  private static final String ROOTS = AskingBackend.question(AskingBackend.ROOTS, "{}");
  private static final String ACCEPTED = "{\"action\":\"accept\",\"content\":{\"n\":1e400}}";

  private static final Map<BackendLine, RoundsBackend> BACKENDS = new EnumMap<>(BackendLine.class);
  private static final ScriptedGateway GATEWAY = ScriptedGateway.prepare();

  @BeforeAll
  static void start() throws InterruptedException {
    for (BackendLine line : BackendLine.of(Era.STATELESS)) {
      RoundsBackend backend = new RoundsBackend(line);
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
    void whenSeveralInputsAreWanted_thenAllAreAskedAtOnceAndSentInOneRetry()
        throws InterruptedException {
      for (BackendLine line : BackendLine.of(Era.STATELESS)) {
        String round = "{\"a\":" + ELICIT + ",\"b\":" + SAMPLE + ",\"c\":" + ELICIT + "}";
        String sampled = "{\"role\":\"assistant\",\"content\":{},\"model\":\"m\",\"odd\":[ ]}";
        try (Talk talk = talk(line, Revision.LATEST_STATEFUL, RoundsBackend.rounds(round))) {
          List<Json> questions = talk.questions(3);
          for (Json question : questions.reversed()) {
            boolean form = AskingBackend.ELICIT.equals(question.text("method"));
            talk.client().answer(question, form ? ACCEPTED : sampled).close();
          }

          Json result = talk.result();

          assertThat(questions)
              .extracting(question -> String.valueOf(question.at("params")))
              .as("%s", line)
              .containsExactlyInAnyOrder(
                  "{\"mode\":\"form\",\"message\":\"\\u0061\"}",
                  "{\"mode\":\"form\",\"message\":\"\\u0061\"}",
                  "{\"messages\":[],\"maxTokens\":2.50}");
          assertThat(result.at("answers", "a")).as("%s", line).hasToString(ACCEPTED);
          assertThat(result.at("answers", "b")).hasToString(sampled);
          assertThat(result.at("answers", "c")).hasToString(ACCEPTED);
        }
      }
    }

    @Test
    void whenThereAreSeveralRounds_thenTheStateGoesBackByteForByte() throws InterruptedException {
      for (BackendLine line : BackendLine.of(Era.STATELESS)) {
        int before = calls(line).size();
        String round = "{\"a\":" + ELICIT + "}";
        try (Talk talk =
            talk(line, Revision.LATEST_STATEFUL, RoundsBackend.rounds(round, round, round))) {
          for (int i = 1; i <= 3; i++) {
            talk.accept();
          }

          assertThat(talk.result().at("answers", "a")).as("%s", line).hasToString(ACCEPTED);
        }
        List<Message> calls = calls(line).subList(before, before + 4);
        assertThat(calls)
            .extracting(call -> String.valueOf(call.whole().at("params", "requestState")))
            .as("%s", line)
            .containsExactly(
                "null", RoundsBackend.state(1), RoundsBackend.state(2), RoundsBackend.state(3));
        assertThat(calls)
            .extracting(call -> String.valueOf(call.whole().at("id")))
            .doesNotHaveDuplicates();
        assertThat(calls)
            .extracting(call -> String.valueOf(call.whole().at("params", "arguments")))
            .containsOnly(RoundsBackend.rounds(round, round, round));
      }
    }

    @Test
    void whenTheBackendNeverHasEnough_thenTheCallFailsAfterTenRounds() throws InterruptedException {
      for (BackendLine line : BackendLine.of(Era.STATELESS)) {
        int before = calls(line).size();
        try (StatefulClient client = capable(Revision.LATEST_STATEFUL)) {
          Json result = client.callTool(line.label() + "__endless", "{}");

          assertThat(result.at("isError")).as("%s", line).isEqualTo(Json.TRUE);
          assertThat(calls(line)).hasSize(before + 11);
        }
      }
    }

    @Test
    void whenAFormIsRefusedByAnError_thenTheBackendHearsThatItWasCancelled()
        throws InterruptedException {
      for (BackendLine line : BackendLine.of(Era.STATELESS)) {
        try (Talk talk =
            talk(line, Revision.LATEST_STATEFUL, RoundsBackend.rounds("{\"a\":" + ELICIT + "}"))) {
          talk.refuse(talk.questions(1).getFirst());

          assertThat(talk.result().at("answers", "a"))
              .as("%s", line)
              .hasToString("{\"action\":\"cancel\"}");
        }
      }
    }

    @Test
    void whenSamplingIsRefused_thenTheToolHasFailed() throws InterruptedException {
      for (BackendLine line : BackendLine.of(Era.STATELESS)) {
        try (Talk talk =
            talk(line, Revision.LATEST_STATEFUL, RoundsBackend.rounds("{\"a\":" + SAMPLE + "}"))) {
          talk.refuse(talk.questions(1).getFirst());

          Json result = talk.result();
          assertThat(result.at("isError")).as("%s", line).isEqualTo(Json.TRUE);
          assertThat(String.valueOf(result.at("content"))).contains("not today");
        }
      }
    }

    @Test
    void whenItDidNotDeclareWhatIsWanted_thenTheToolHasFailedAndNobodyWasAsked()
        throws InterruptedException {
      for (BackendLine line : BackendLine.of(Era.STATELESS)) {
        try (StatefulClient client = capable(Revision.LATEST_STATEFUL)) {
          ClientAnswer tool = call(line, client, RoundsBackend.rounds("{\"a\":" + ROOTS + "}"));
          assertThat(tool.result().at("isError")).as("%s", line).isEqualTo(Json.TRUE);
          assertThat(tool.interim()).isEmpty();
          Json error =
              client
                  .call(
                      Methods.PROMPTS_GET,
                      "{\"name\":\"%s__rounds\",\"arguments\":%s}"
                          .formatted(line.label(), RoundsBackend.rounds("{\"a\":" + ROOTS + "}")))
                  .error();
          assertThat(error.at("code")).as("%s", line).isNotNull();
        }
      }
    }

    @Test
    void whenAnAddressIsToBeVisited_thenTheQuestionHasAnId() throws InterruptedException {
      String url =
          AskingBackend.question(
              AskingBackend.ELICIT, "{\"mode\":\"url\",\"message\":\"m\",\"url\":\"https://x\"}");
      for (BackendLine line : BackendLine.of(Era.STATELESS)) {
        try (Talk talk =
            talk(line, Revision.LATEST_STATEFUL, RoundsBackend.rounds("{\"a\":" + url + "}"))) {
          Json question = talk.questions(1).getFirst();
          talk.client().answer(question, "{\"action\":\"accept\"}").close();

          assertThat(question.text("params", "elicitationId")).as("%s", line).isNotBlank();
          assertThat(talk.result().at("answers", "a")).hasToString("{\"action\":\"accept\"}");
        }
      }
    }

    @Test
    void whenItsRevisionKnowsNoModes_thenAFormHasNone() throws InterruptedException {
      for (BackendLine line : BackendLine.of(Era.STATELESS)) {
        try (Talk talk =
            talk(line, Revision.V2025_06_18, RoundsBackend.rounds("{\"a\":" + ELICIT + "}"))) {
          Json question = talk.questions(1).getFirst();
          talk.client().answer(question, ACCEPTED).close();

          assertThat(question.at("params")).as("%s", line).hasToString("{\"message\":\"\\u0061\"}");
          assertThat(talk.result().at("answers", "a")).hasToString(ACCEPTED);
        }
      }
    }
  }

  private static StatefulClient capable(Revision revision) throws InterruptedException {
    return GATEWAY.client().initialize(revision, CAPABLE);
  }

  private static ClientAnswer call(BackendLine line, StatefulClient client, String arguments)
      throws InterruptedException {
    return client.call(
        Methods.TOOLS_CALL,
        "{\"name\":\"" + line.label() + "__rounds\",\"arguments\":" + arguments + "}");
  }

  private static Talk talk(BackendLine line, Revision revision, String arguments)
      throws InterruptedException {
    StatefulClient client = capable(revision);
    return new Talk(client, call(line, client, arguments).events());
  }

  private static List<Message> calls(BackendLine line) {
    return Objects.requireNonNull(BACKENDS.get(line)).server().received().all().stream()
        .filter(message ->
            message instanceof Message.Request(_, _, String method)
                && method.equals(Methods.TOOLS_CALL))
        .toList();
  }

  /** A call in the course of which the client is asked. */
  private record Talk(StatefulClient client, EventStream call) implements AutoCloseable {
    List<Json> questions(int count) throws InterruptedException {
      List<Json> questions = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        questions.add(call.nextMessage());
      }
      return questions;
    }

    void accept() throws InterruptedException {
      client.answer(call.nextMessage(), ACCEPTED).close();
    }

    void refuse(Json question) throws InterruptedException {
      client
          .post(
              "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":%d,\"message\":\"not today\"}}"
                  .formatted(question.at("id"), ErrorCodes.USER_REJECTED))
          .close();
    }

    Json result() throws InterruptedException {
      return Objects.requireNonNull(call.nextMessage().at("result"));
    }

    @Override
    public void close() {
      call.close();
      client.close();
    }
  }
}
