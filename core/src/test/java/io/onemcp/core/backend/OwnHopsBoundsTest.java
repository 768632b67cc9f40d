package io.onemcp.core.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.fake.FakeServer;
import io.onemcp.core.fake.Waiting;
import io.onemcp.core.protocol.LogLevel;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OwnHopsBoundsTest extends OwnHopsFixture {
  @Nested
  class GivenCallsThatCannotShareASession {
    private final CountDownLatch go = new CountDownLatch(1);

    @Test
    void whenTheyRunSideBySide_thenEachHasOneAndAFreeOneIsUsedAgain() throws InterruptedException {
      CountDownLatch running = slow(2);
      BlockingQueue<Response> answers = aside(exclusive(), 2);
      Waiting.until(running);

      assertThat(server.connections).hasSize(2);
      go.countDown();
      Waiting.next(answers);
      Waiting.next(answers);
      call(exclusive());
      assertThat(server.connections).hasSize(2);
    }

    @Test
    void whenQuestionsCanBeToldApart_thenTheyShareOne() throws InterruptedException {
      server.withStreamsOfRequests();
      call(exclusive());
      CountDownLatch running = slow(2);
      aside(exclusive(), 2);
      Waiting.until(running);

      assertThat(server.connections).hasSize(1);
      go.countDown();
    }

    @Test
    void whenOneClientHasAsManyAsItMay_thenTheNextCallWaitsForOne() throws InterruptedException {
      CountDownLatch running = slow(OwnHops.MAX_OF_OWNER);
      BlockingQueue<Response> answers = aside(exclusive(), OwnHops.MAX_OF_OWNER + 1);
      Waiting.until(running);

      assertThat(server.connections).hasSize(OwnHops.MAX_OF_OWNER);
      assertThat(answers).isEmpty();
      go.countDown();
      for (int i = 0; i <= OwnHops.MAX_OF_OWNER; i++) {
        Waiting.next(answers);
      }
      assertThat(server.connections).hasSize(OwnHops.MAX_OF_OWNER);
    }

    private CountDownLatch slow(int calls) {
      CountDownLatch running = new CountDownLatch(calls);
      server.on(
          "slow",
          (request, _) -> {
            running.countDown();
            go.await();
            return Success.of(request.id(), Json.EMPTY_OBJECT);
          });
      return running;
    }

    private BlockingQueue<Response> aside(HopTerms terms, int calls) {
      BlockingQueue<Response> answers = new LinkedBlockingQueue<>();
      for (int i = 0; i < calls; i++) {
        world.tasks.start(
            "call",
            () -> {
              try {
                answers.add(own.call(terms, Call.of("slow", Json.EMPTY_OBJECT)));
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });
      }
      return answers;
    }

    private HopTerms exclusive() {
      HopTerms terms = terms("caller");
      return new HopTerms(
          terms.owner(),
          terms.capabilities(),
          terms.clientInfo(),
          true,
          terms.desk(),
          terms.news(),
          terms.level());
    }
  }

  @Nested
  class GivenASessionThatCannotBeOpened {
    @Test
    void whenTheServerRefuses_thenTheCallFailsAndTheNextOneTriesAgain()
        throws InterruptedException {
      world.connector.with(
          "b",
          (_, _) -> {
            throw new BackendUnreachableException("refused");
          });
      assertThatExceptionOfType(BackendUnreachableException.class)
          .isThrownBy(() -> call(terms("alice")));

      world.connector.with("b", server);
      call(terms("alice"));
    }

    @Test
    void whenItsGreetingFails_thenTheConnectionIsClosed() {
      server.on(
          Methods.SET_LOG_LEVEL,
          (_, _) -> {
            throw new BackendLostException("gone");
          });
      HopTerms terms = terms("alice");

      assertThatExceptionOfType(BackendLostException.class)
          .isThrownBy(() ->
              call(
                  new HopTerms(
                      terms.owner(),
                      terms.capabilities(),
                      terms.clientInfo(),
                      false,
                      terms.desk(),
                      terms.news(),
                      Optional.of(LogLevel.ERROR))));
      assertThat(server.connection().closed.getCount()).isZero();
    }

    @Test
    void whenItTakesTooLong_thenTheCallFails() throws InterruptedException {
      CountDownLatch asked = new CountDownLatch(1);
      server.on(Methods.INITIALIZE, (_, _) -> OneBackend.waitForever(asked));
      BlockingQueue<String> ends = failAside();
      Waiting.until(asked);

      world.time.turn(BackendDefinition.DEFAULT_CONNECT_TIMEOUT);

      assertThat(Waiting.next(ends)).contains("no handshake in time");
      Waiting.until(server.connection().closed);
    }

    @Test
    void whenItsOwnerIsGoneByThen_thenTheConnectionIsClosed() throws InterruptedException {
      CountDownLatch asked = new CountDownLatch(1);
      CountDownLatch go = new CountDownLatch(1);
      FakeServer hello = FakeServer.stateful("{}");
      server.on(
          Methods.INITIALIZE,
          (request, interim) -> {
            asked.countDown();
            go.await();
            return hello.answer(request, interim);
          });
      BlockingQueue<String> ends = failAside();
      Waiting.until(asked);

      own.forget("alice");
      go.countDown();

      assertThat(Waiting.next(ends)).contains("could not be opened");
      Waiting.until(server.connection().closed);
    }

    @Test
    void whenEverythingIsClosed_thenNoneIsOpened() {
      own.close();

      assertThatExceptionOfType(BackendUnavailableException.class)
          .isThrownBy(() -> call(terms("alice")));
      assertThat(server.connections).isEmpty();
    }

    private BlockingQueue<String> failAside() {
      BlockingQueue<String> ends = new LinkedBlockingQueue<>();
      world.tasks.start(
          "call",
          () -> {
            try {
              call(terms("alice"));
            } catch (InterruptedException | BackendUnavailableException e) {
              ends.add(String.valueOf(e.getMessage()));
            }
          });
      return ends;
    }
  }
}
