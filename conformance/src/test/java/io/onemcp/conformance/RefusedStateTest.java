package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.app.embedded.OneMcpRuntime;
import io.onemcp.core.access.Authenticator.Verdict;
import io.onemcp.core.access.Caller;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.ClientAnswer;
import io.onemcp.testkit.StatelessClient;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A state opens the one round of the one call of the one caller that it was given to. */
final class RefusedStateTest {
  private static final BackendLine LINE = BackendLine.STATEFUL_HTTP_JSON;
  private static final String CAPABLE = "{\"elicitation\":{}}";
  private static final String KEY = "key";

  private final AskingBackend backend = new AskingBackend(LINE);
  private final AskingBackend other = new AskingBackend(LINE);
  private final ScriptedGateway gateway =
      ScriptedGateway.prepare(
          OneMcpRuntime.builder()
              .authenticator(
                  header -> new Verdict.Authenticated(new Caller(header.orElse("nobody")))));

  @BeforeEach
  void start() throws InterruptedException {
    gateway.with("one", LINE, backend.server()).with("other", LINE, other.server()).start();
  }

  @AfterEach
  void end() {
    gateway.close();
  }

  @Nested
  class GivenAParkedCall {
    @Test
    void whenTheStateIsNotWhatWasGiven_thenItIsRefused() throws InterruptedException {
      RoundTrip call = call("one__ask", "alice");
      Json asked = call.first().result();
      String state = Objects.requireNonNull(asked.text("requestState"));

      for (int at = 0; at < state.length() - 1; at += 9) {
        char changed = state.charAt(at) == 'A' ? 'B' : 'A';
        assertRefused(call, state.substring(0, at) + changed + state.substring(at + 1));
        assertRefused(call, state.substring(0, at));
      }
      for (String invented :
          List.of("", "x", "omcp1.", "omcp1.AAAA", state + "AA", "ümlaut \u0000")) {
        assertRefused(call, invented);
      }

      assertCompletes(call, asked);
    }

    @Test
    void whenTheStateIsOfAnotherCallOrCaller_thenItIsRefused() throws InterruptedException {
      RoundTrip call = call("one__ask", "alice");
      Json asked = call.first().result();
      String state = Objects.requireNonNull(asked.text("requestState"));

      assertRefused(call("one__ask", "mallory"), state);
      assertRefused(call("one__take-back", "alice"), state);
      assertRefused(call("other__ask", "alice"), state);
      String arguments = AskingBackend.asking(KEY, AskingBackend.form("changed"));
      assertRefused(
          RoundTrip.tool(client(), "one__ask", arguments, "Authorization", "alice"), state);
      assertRefused(
          new RoundTrip(client(), Methods.PROMPTS_GET, call.params(), "Authorization", "alice"),
          state);

      assertThat(other.executions(KEY)).isZero();
      assertCompletes(call, asked);
    }

    @Test
    void whenTheArgumentsAreSpelledDifferently_thenItIsTheSameCall() throws InterruptedException {
      RoundTrip call = call("one__ask", "alice");
      Json asked = call.first().result();
      Json respelled =
          Json.of(
              "{ \"arguments\" :{\"questions\" :[%s], \"key\":\"\\u006bey\"},\"name\":\"one__ask\"}"
                  .formatted(AskingBackend.form("m")));

      assertCompletes(
          new RoundTrip(client(), Methods.TOOLS_CALL, respelled, "Authorization", "alice"), asked);
    }

    @Test
    void whenARoundIsPlayedTwice_thenTheSecondTimeIsRefused() throws InterruptedException {
      RoundTrip call = call("one__ask", "alice");
      Json first = call.first().result();
      Json second = call.again(first, "{}").result();

      assertRefused(call, Objects.requireNonNull(first.text("requestState")));
      assertCompletes(call, second);
      assertRefused(call, Objects.requireNonNull(second.text("requestState")));
      assertRefused(call, Objects.requireNonNull(first.text("requestState")));
    }

    @Test
    void whenAnAnswerStandsTwice_thenItIsRefusedAndTheRoundStaysOpen() throws InterruptedException {
      RoundTrip call = call("one__ask", "alice");
      Json asked = call.first().result();
      String answer = "\"" + RoundTrip.keys(asked).getFirst() + "\":" + RoundTrip.ACCEPTED;

      ClientAnswer twice = call.again(asked, "{" + answer + "," + answer + "}");

      assertThat(twice.status()).isEqualTo(400);
      assertThat(twice.error().at("code")).hasToString(String.valueOf(ErrorCodes.INVALID_REQUEST));
      assertCompletes(call, asked);
      assertThat(gateway.runtime().heldCalls()).isZero();
    }

    private StatelessClient client() {
      return gateway.client().stateless(CAPABLE);
    }

    private RoundTrip call(String name, String caller) {
      String arguments = AskingBackend.asking(KEY, AskingBackend.form("m"));
      return RoundTrip.tool(client(), name, arguments, "Authorization", caller);
    }

    private void assertRefused(RoundTrip call, String state) throws InterruptedException {
      ClientAnswer answer = call.again(state, "{\"q1\":" + RoundTrip.ACCEPTED + "}");
      Json error = answer.error();

      assertThat(error.at("code")).hasToString(String.valueOf(ErrorCodes.INVALID_PARAMS));
      assertThat(error.text("message")).contains("requestState");
      assertThat(backend.executions(KEY)).isEqualTo(1);
    }

    private void assertCompletes(RoundTrip call, Json asked) throws InterruptedException {
      Json result = call.again(asked, RoundTrip.answering(asked, RoundTrip.ACCEPTED)).result();

      assertThat(result.at("answers")).hasToString("[" + RoundTrip.ACCEPTED + "]");
      assertThat(backend.executions(KEY)).isEqualTo(1);
    }
  }
}
