package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.ClientAnswer;
import io.onemcp.testkit.StatelessClient;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Backends of the stateful era ask clients of the stateless era in the middle of a call. */
final class ParkedCallTest {
  private static final String CAPABLE =
      "{\"elicitation\":{\"form\":{},\"url\":{}},\"sampling\":{},\"roots\":{}}";

  private static final Map<BackendLine, AskingBackend> BACKENDS = new EnumMap<>(BackendLine.class);
  private static final ScriptedGateway GATEWAY = ScriptedGateway.prepare();
  private static final AtomicInteger KEYS = new AtomicInteger();

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
    void whenABackendAsks_thenTheQuestionIsTheResultAndTheRetryCompletes()
        throws InterruptedException {
      for (BackendLine line : BackendLine.of(Era.STATEFUL)) {
        for (String method :
            List.of(AskingBackend.ELICIT, AskingBackend.SAMPLE, AskingBackend.ROOTS)) {
          String params = "{\"odd\":1e400,\"message\":\"\\u0061\"}";
          String answer =
              "{\"action\":\"accept\",\"role\":\"user\",\"content\":{},\"roots\":[ ],\"odd\":-0}";
          String key = key();
          RoundTrip call = ask(line, key, AskingBackend.question(method, params));

          Json asked = call.first().result();
          Json result = call.again(asked, RoundTrip.answering(asked, answer)).result();

          assertThat(asked.members())
              .extracting(member -> member.name())
              .containsExactly("resultType", "inputRequests", "requestState");
          assertThat(asked.text("resultType")).isEqualTo("input_required");
          assertThat(RoundTrip.question(asked).text("method")).as("%s", line).isEqualTo(method);
          assertThat(RoundTrip.question(asked).at("params")).hasToString(params);
          assertThat(result.text("resultType")).isEqualTo("complete");
          assertThat(result.at("answers")).as("%s", line).hasToString("[" + answer + "]");
          assertThat(backend(line).executions(key)).isEqualTo(1);
        }
      }
    }

    @Test
    void whenAPromptAsks_thenItIsParkedLikeATool() throws InterruptedException {
      for (BackendLine line : BackendLine.of(Era.STATEFUL)) {
        String arguments = AskingBackend.asking(key(), AskingBackend.form("m"));
        Json params =
            Json.of("{\"name\":\"" + line.label() + "__ask\",\"arguments\":" + arguments + "}");
        RoundTrip call = new RoundTrip(client(), Methods.PROMPTS_GET, params);

        Json asked = call.first().result();
        Json result = call.again(asked, RoundTrip.answering(asked, RoundTrip.ACCEPTED)).result();

        assertThat(result.at("answers")).as("%s", line).hasToString("[" + RoundTrip.ACCEPTED + "]");
      }
    }

    @Test
    void whenABackendAsksAgainAndAgain_thenEachRoundHasANewKeyAndState()
        throws InterruptedException {
      for (BackendLine line : BackendLine.of(Era.STATEFUL)) {
        String key = key();
        RoundTrip call =
            ask(
                line,
                key,
                AskingBackend.form("a"),
                AskingBackend.form("b"),
                AskingBackend.form("c"));
        Set<String> seen = new HashSet<>();
        Json result = call.first().result();
        for (String message : List.of("a", "b", "c")) {
          assertThat(RoundTrip.question(result).text("params", "message")).isEqualTo(message);
          assertThat(seen.add(RoundTrip.keys(result).getFirst())).isTrue();
          assertThat(seen.add(String.valueOf(result.text("requestState")))).isTrue();
          String answer = "{\"action\":\"decline\",\"to\":\"" + message + "\"}";
          result = call.again(result, RoundTrip.answering(result, answer)).result();
        }

        assertThat(result.at("answers"))
            .as("%s", line)
            .hasToString(
                "[{\"action\":\"decline\",\"to\":\"a\"},{\"action\":\"decline\",\"to\":\"b\"},{\"action\":\"decline\",\"to\":\"c\"}]");
        assertThat(backend(line).executions(key)).isEqualTo(1);
      }
    }

    @Test
    void whenAnAnswerIsMissingOrOfTheWrongShape_thenItIsAskedAgain() throws InterruptedException {
      for (BackendLine line : BackendLine.of(Era.STATEFUL)) {
        String key = key();
        RoundTrip call = ask(line, key, AskingBackend.form("m"));
        Json asked = call.first().result();
        String question = RoundTrip.question(asked).toString();
        for (String responses :
            List.of(
                "{}",
                "{\"other\":" + RoundTrip.ACCEPTED + "}",
                RoundTrip.answering(asked, "7"),
                RoundTrip.answering(asked, "{\"content\":{}}"))) {
          asked = call.again(asked, responses).result();
          assertThat(RoundTrip.question(asked)).as("%s", line).hasToString(question);
        }

        String extra =
            "{\"other\":{},\"%s\":%s}"
                .formatted(RoundTrip.keys(asked).getFirst(), RoundTrip.ACCEPTED);
        Json result = call.again(asked, extra).result();

        assertThat(result.at("answers")).as("%s", line).hasToString("[" + RoundTrip.ACCEPTED + "]");
        assertThat(backend(line).executions(key)).isEqualTo(1);
      }
    }

    @Test
    void whenAQuestionCanBeReadInTwoWays_thenTheBackendIsToldSo() throws InterruptedException {
      for (BackendLine line : BackendLine.of(Era.STATEFUL)) {
        String ambiguous = "{\"mode\":\"form\",\"mode\":\"url\",\"message\":\"m\"}";
        RoundTrip call = ask(line, key(), AskingBackend.question(AskingBackend.ELICIT, ambiguous));

        Json result = call.first().result();

        assertThat(Objects.requireNonNull(result.at("answers")).elements().getFirst().at("code"))
            .as("%s", line)
            .hasToString(String.valueOf(ErrorCodes.INVALID_REQUEST));
      }
    }

    @Test
    void whenTheBackendGoesOnWithoutTheAnswer_thenItsResultIsKept() throws InterruptedException {
      for (BackendLine line : BackendLine.of(Era.STATEFUL)) {
        String key = key();
        RoundTrip call =
            RoundTrip.tool(client(), line.label() + "__take-back", AskingBackend.asking(key));
        Json asked = call.first().result();

        backend(line).release();
        backend(line).release();
        Json result = call.again(asked, RoundTrip.answering(asked, RoundTrip.ACCEPTED)).result();

        assertThat(result.at("answers")).as("%s", line).hasToString("[]");
        assertThat(backend(line).executions(key)).isEqualTo(1);
      }
    }

    @Test
    void whenProgressAndLogsCome_thenTheRequestThatWaitsGetsThem() throws InterruptedException {
      for (BackendLine line : BackendLine.of(Era.STATEFUL)) {
        RoundTrip call =
            RoundTrip.tool(client(), line.label() + "__chatty", AskingBackend.asking(key()));

        backend(line).release();
        ClientAnswer first = call.watched("one").first();
        Json asked = first.result();
        backend(line).release();
        ClientAnswer second =
            call.watched("two").again(asked, RoundTrip.answering(asked, RoundTrip.ACCEPTED));
        Json result = second.result();

        assertThat(interim(first)).as("%s", line).containsExactly("\"one\" 1", "before");
        assertThat(interim(second)).as("%s", line).containsExactly("\"two\" 2", "after");
        assertThat(result.at("answers")).hasToString("[" + RoundTrip.ACCEPTED + "]");
      }
    }

    @Test
    void whenOnlyOneOfItsRequestsWantsProgress_thenThatOneGetsIt() throws InterruptedException {
      for (BackendLine line : BackendLine.of(Era.STATEFUL)) {
        for (boolean early : List.of(true, false)) {
          RoundTrip plain =
              RoundTrip.tool(client(), line.label() + "__chatty", AskingBackend.asking(key()));
          RoundTrip watched = plain.watched("only");

          backend(line).release();
          ClientAnswer first = (early ? watched : plain).first();
          Json asked = first.result();
          backend(line).release();
          ClientAnswer second =
              (early ? plain : watched)
                  .again(asked, RoundTrip.answering(asked, RoundTrip.ACCEPTED));

          assertThat(second.result().text("resultType")).isEqualTo("complete");
          assertThat(interim(early ? second : first)).as("%s", line).isEmpty();
          assertThat(interim(early ? first : second))
              .as("%s", line)
              .containsExactly("\"only\" " + (early ? 1 : 2), early ? "before" : "after");
        }
      }
    }
  }

  @Nested
  class GivenAClientThatDeclaredNothing {
    @Test
    void whenABackendAsks_thenItIsRefused() throws InterruptedException {
      for (BackendLine line : BackendLine.of(Era.STATEFUL)) {
        StatelessClient silent = GATEWAY.client().stateless();
        String arguments = AskingBackend.asking(key(), AskingBackend.form("m"));

        Json result = silent.callTool(line.label() + "__ask", arguments);

        assertThat(Objects.requireNonNull(result.at("answers")).elements().getFirst().at("code"))
            .as("%s", line)
            .hasToString(String.valueOf(ErrorCodes.METHOD_NOT_FOUND));
      }
    }
  }

  @Nested
  class GivenErrorsOfTheOldEra {
    @Test
    void whenAnAddressHasToBeVisitedFirst_thenItIsAskedForAndTheRetryIsANewCall()
        throws InterruptedException {
      for (BackendLine line : BackendLine.of(Era.STATEFUL)) {
        String key = key();
        RoundTrip call =
            RoundTrip.tool(client(), line.label() + "__visit", AskingBackend.asking(key));

        Json asked = call.first().result();
        Json result =
            call.again(asked, RoundTrip.answering(asked, "{\"action\":\"accept\"}")).result();

        assertThat(RoundTrip.question(asked))
            .as("%s", line)
            .hasToString(
                "{\"method\":\"elicitation/create\",\"params\":{\"mode\":\"url\",\"url\":\"https://x\"}}");
        assertThat(String.valueOf(result.at("content"))).contains("visited");
        assertThat(backend(line).executions(key)).isEqualTo(2);
      }
    }

    @Test
    void whenTheClientCannotVisit_thenItIsToldWhatIsMissing() throws InterruptedException {
      for (BackendLine line : BackendLine.of(Era.STATEFUL)) {
        StatelessClient client = GATEWAY.client().stateless("{\"elicitation\":{\"form\":{}}}");

        ClientAnswer answer =
            RoundTrip.tool(client, line.label() + "__visit", AskingBackend.asking(key())).first();

        assertThat(answer.status()).as("%s", line).isEqualTo(400);
        Json error = answer.error();
        assertThat(error.at("code")).hasToString(String.valueOf(ErrorCodes.MISSING_CAPABILITY));
        assertThat(error.at("data", "requiredCapabilities"))
            .hasToString("{\"elicitation\":{\"url\":{}}}");
      }
    }

    @Test
    void whenAResourceIsMissing_thenTheErrorIsTheOneOfTheNewEra() throws InterruptedException {
      for (BackendLine line : BackendLine.of(Era.STATEFUL)) {
        Json error =
            GATEWAY
                .client(line.label())
                .stateless()
                .call(Methods.RESOURCES_READ, "{\"uri\":\"x://gone\"}")
                .error();

        assertThat(error.at("code")).as("%s", line).hasToString("" + ErrorCodes.INVALID_PARAMS);
        assertThat(error.text("data", "uri")).isEqualTo("x://gone");
      }
    }
  }

  private static List<String> interim(ClientAnswer answer) {
    return answer.interim().stream()
        .map(message ->
            Methods.PROGRESS.equals(message.text("method"))
                ? message.at("params", "progressToken") + " " + message.at("params", "progress")
                : String.valueOf(message.text("params", "data")))
        .toList();
  }

  private static StatelessClient client() {
    return GATEWAY.client().stateless(CAPABLE);
  }

  private static String key() {
    return "key" + KEYS.incrementAndGet();
  }

  private static RoundTrip ask(BackendLine line, String key, String... questions) {
    return RoundTrip.tool(client(), line.label() + "__ask", AskingBackend.asking(key, questions));
  }

  private static AskingBackend backend(BackendLine line) {
    return Objects.requireNonNull(BACKENDS.get(line));
  }
}
