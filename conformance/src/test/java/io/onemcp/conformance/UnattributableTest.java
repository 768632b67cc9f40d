package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.Running;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A stateful backend asks on its stream of no call while stateless clients wait for it. */
final class UnattributableTest {
  private static final BackendLine LINE = BackendLine.STATEFUL_HTTP_JSON;
  private static final int OF_ALL_AND_OF_THE_CALLER = 2;
  private static final String QUESTION = "{\"message\":\"whose?\"}";

  private final AskingBackend backend = new AskingBackend(LINE);
  private final ScriptedGateway gateway = ScriptedGateway.prepare();

  @BeforeEach
  void start() throws InterruptedException {
    gateway.with(LINE, backend.server()).start();
  }

  @AfterEach
  void end() {
    gateway.close();
  }

  @Nested
  class GivenOneCallUnderWay {
    @Test
    void whenTheBackendAsks_thenThatCallIsAsked() throws InterruptedException {
      RoundTrip call = waiting();
      Running<Json> first = Running.start(() -> call.first().result());
      awaitCalls(1);
      backend.server().awaitChannels(OF_ALL_AND_OF_THE_CALLER);
      Running<Message.Response> question =
          Running.start(() -> backend.server().ask(AskingBackend.ELICIT, QUESTION));

      Json asked = first.result();
      assertThat(RoundTrip.question(asked).at("params")).hasToString(QUESTION);
      Running<Json> second =
          Running.start(
              () -> call.again(asked, RoundTrip.answering(asked, RoundTrip.ACCEPTED)).result());
      assertThat(question.failure()).isEmpty();
      backend.release();

      assertThat(second.result().at("answers")).hasToString("[]");
    }
  }

  @Nested
  class GivenCallsOfTwoClientsOfOneCaller {
    @Test
    void whenTheBackendAsks_thenNeitherIsAskedAndTheBackendHearsNo() throws InterruptedException {
      Running<Json> one = Running.start(() -> waiting().first().result());
      awaitCalls(1);
      Running<Json> other = Running.start(() -> waiting().first().result());
      awaitCalls(2);
      backend.server().awaitChannels(OF_ALL_AND_OF_THE_CALLER);

      backend.server().ask(AskingBackend.ELICIT, QUESTION);
      List<Message> answers =
          backend
              .server()
              .received()
              .await("answers on all streams", 2, Message.Response.class::isInstance);
      backend.release();
      backend.release();

      assertThat(answers)
          .extracting(answer -> String.valueOf(answer.whole().at("result")))
          .containsExactlyInAnyOrder("null", "{\"action\":\"cancel\"}");
      assertThat(one.result().at("answers")).hasToString("[]");
      assertThat(other.result().at("answers")).hasToString("[]");
    }
  }

  private RoundTrip waiting() {
    return RoundTrip.tool(
        gateway.client().stateless("{\"elicitation\":{}}"), LINE.label() + "__wait", "{}");
  }

  private void awaitCalls(int count) throws InterruptedException {
    backend
        .server()
        .received()
        .await(
            "calls",
            count,
            message ->
                message instanceof Message.Request(_, _, String method)
                    && method.equals(Methods.TOOLS_CALL));
  }
}
