package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.Running;
import io.onemcp.testkit.ScriptedClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Many stateless clients at once, each of which is asked by one stateful backend. */
final class ConcurrentBridgeTest {
  private static final int CLIENTS = 200;
  private static final int LONGEST_THOUGHT_MILLIS = 40;

  @Nested
  class GivenABackendOnOnePipeThatAsksEveryCaller {
    @Test
    void whenTwoHundredCallAtOnce_thenEachIsAskedItsOwnAndGetsItsOwnResult()
        throws InterruptedException {
      AskingBackend backend = new AskingBackend(BackendLine.STATEFUL_STDIO);
      try (ScriptedGateway gateway =
          ScriptedGateway.before(BackendLine.STATEFUL_STDIO, backend.server())) {
        ScriptedClient endpoint = gateway.client();
        List<Running<String>> calls = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
          int client = i;
          calls.add(Running.start(() -> play(endpoint, client)));
        }
        List<String> results = new ArrayList<>();
        for (Running<String> call : calls) {
          results.add(call.result());
        }

        List<String> expected = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
          expected.add("[" + answer("first" + i) + "," + answer("second" + i) + "]");
          assertThat(backend.executions("key" + i)).isEqualTo(1);
        }
        assertThat(results).isEqualTo(expected);
        assertThat(gateway.runtime().heldCalls()).isZero();
      }
    }

    private String play(ScriptedClient endpoint, int client) throws InterruptedException {
      Random random = new Random(client);
      String arguments =
          AskingBackend.asking(
              "key" + client,
              AskingBackend.form("first" + client),
              AskingBackend.form("second" + client));
      RoundTrip call =
          RoundTrip.tool(
              endpoint.stateless("{\"elicitation\":{}}"), "stateful-stdio__ask", arguments);
      Json next = call.first().result();
      while ("input_required".equals(next.text("resultType"))) {
        think(random.nextInt(LONGEST_THOUGHT_MILLIS));
        String asked = Objects.requireNonNull(RoundTrip.question(next).text("params", "message"));
        next = call.again(next, RoundTrip.answering(next, answer(asked))).result();
      }
      return String.valueOf(next.at("answers"));
    }

    /** People answer in another order than they were asked. */
    private void think(int millis) throws InterruptedException {
      assertThat(new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)).isFalse();
    }

    private String answer(String asked) {
      return "{\"action\":\"accept\",\"content\":{\"to\":\"" + asked + "\"}}";
    }
  }
}
