package io.onemcp.core.stateful;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.backend.Interim;
import io.onemcp.core.config.Limits;
import io.onemcp.core.fake.FakeServer;
import io.onemcp.core.fake.Gateway;
import io.onemcp.core.fake.OldClient;
import io.onemcp.core.fake.Waiting;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.json.Json;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A backend asks a client that never answers. */
class UnansweredQuestionTest {
  private static final Duration PATIENCE = Limits.DEFAULT.questionTimeout();
  private static final Request QUESTION =
      Request.of(new RequestId.Num(4), "sampling/createMessage", Json.EMPTY_OBJECT);

  private final CountDownLatch go = new CountDownLatch(1);
  private final FakeServer server =
      FakeServer.stateful("{\"tools\":{}}")
          .withStreamsOfRequests()
          .offeringTools("ask")
          .on(Methods.TOOLS_CALL, this::ask);
  private final Gateway gateway = start();

  private Gateway start() {
    try {
      return Gateway.of("b", server);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void close() {
    gateway.close();
    assertThat(gateway.world.tasks.failures()).isEmpty();
  }

  private Response ask(Request request, Interim interim) throws InterruptedException {
    interim.accept(QUESTION);
    go.await();
    return Success.of(request.id(), Json.EMPTY_OBJECT);
  }

  private FakeServer.Got answer() throws InterruptedException {
    return server.next("");
  }

  @Nested
  class GivenAQuestionInACall {
    private final OldClient client = gateway.old("{\"sampling\":{}}");
    private final BlockingQueue<Message> answers =
        client.sendAside(
            Request.of(new RequestId.Num(1), Methods.TOOLS_CALL, Json.of("{\"name\":\"b__ask\"}")));

    @Test
    void whenItsTimeIsUp_thenTheClientAndTheBackendHearSoAndTheCallGoesOn()
        throws InterruptedException {
      Request asked = (Request) client.outlet.next();

      gateway.world.time.turn(PATIENCE);

      Notification takenBack = (Notification) client.outlet.next();
      assertThat(takenBack.method()).isEqualTo(Methods.CANCELLED);
      assertThat(takenBack.params().at("requestId")).isEqualTo(asked.id().json());
      Failure unanswered = (Failure) answer().message();
      assertThat(unanswered.id()).isEqualTo(QUESTION.id());
      assertThat(unanswered.error().code()).isEqualTo(-32603);
      assertThat(unanswered.error().message()).contains("600000 ms");
      go.countDown();
      assertThat(Waiting.next(answers)).isInstanceOf(Success.class);
    }

    @Test
    void whenItIsAnsweredAfterTheTimeOutOfTheCall_thenTheBackendWasNotSilentMeanwhile()
        throws InterruptedException {
      Request asked = (Request) client.outlet.next();

      gateway.world.time.turn(PATIENCE.minusSeconds(1));
      client.reply(asked, "{\"role\":\"user\"}");

      assertThat(answer().message()).isInstanceOf(Success.class);
      go.countDown();
      assertThat(Waiting.next(answers)).isInstanceOf(Success.class);
    }
  }
}
