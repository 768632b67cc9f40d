package io.onemcp.adapters.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.WireText;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Clients that close one half of their connection in the middle of a stream. */
class HalfClosedTest {
  private static final String STATELESS = "MCP-Protocol-Version: 2026-07-28";
  private static final String SESSION = "Mcp-Session-Id: session-1";
  private static final String WORK = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"work\"}";
  private static final String LISTEN = WORK.replace("work", "subscriptions/listen");
  private static final String INITIALIZE =
      "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\","
          + "\"params\":{\"protocolVersion\":\"2025-06-18\"}}";

  private final OpenDoor door = new OpenDoor();
  private final RawConnection raw = door.connect();
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final CountDownLatch proceed = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);

  HalfClosedTest() {
    door.stateless.script =
        (_, outlet) -> {
          outlet.offer(WireText.of("{\"method\":\"progress\"}"));
          try {
            proceed.await();
          } catch (InterruptedException e) {
            cancelled.countDown();
            throw e;
          }
          throw new AssertionError("nobody lets this go on");
        };
    door.stateful.script =
        (request, outlet) -> {
          outlet.offer(WireText.of("{\"method\":\"progress\"}"));
          proceed.await();
          done.countDown();
          return ScriptedStateless.success(request, Json.TRUE);
        };
  }

  @AfterEach
  void close() {
    raw.close();
    door.close();
    assertThat(door.tasks.failures()).isEmpty();
    assertThat(door.tasks.running()).isZero();
  }

  private static void happened(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
  }

  private static void next(BlockingQueue<?> queue) throws InterruptedException {
    assertThat(queue.poll(5, TimeUnit.SECONDS)).isNotNull();
  }

  private void openSession() {
    try (RawConnection other = door.connect()) {
      assertThat(other.post(INITIALIZE).response().status()).isEqualTo(200);
    }
  }

  private void getStream(String path) {
    raw.send(
        "GET " + path + " HTTP/1.1\nHost: HOST\nAccept: text/event-stream\n" + SESSION + "\n\n");
    assertThat(raw.head().status()).isEqualTo(200);
  }

  @Nested
  class GivenAClientThatClosesItsWriteSide {
    @Test
    void whenItWaitsForAStatelessCall_thenTheCallIsCancelled() throws Exception {
      raw.post(WORK, STATELESS).head();

      raw.socket().shutdownOutput();

      happened(cancelled);
      assertThat(raw.isClosedByServer()).isTrue();
    }

    @Test
    void whenItListens_thenTheSubscriptionIsClosed() throws Exception {
      raw.post(LISTEN, STATELESS).head();
      next(door.stateless.listeners);

      raw.socket().shutdownOutput();

      happened(door.stateless.listenerClosed);
      assertThat(raw.isClosedByServer()).isTrue();
    }

    @Test
    void whenItWaitsForACallOfASession_thenTheCallGoesOnWithoutIt() throws Exception {
      openSession();
      raw.post(WORK, SESSION).head();

      raw.socket().shutdownOutput();

      assertThat(raw.isClosedByServer()).isTrue();
      assertThat(done.getCount()).isOne();
      proceed.countDown();
      happened(done);
    }

    @Test
    void whenItReadsTheStreamOfASession_thenTheStreamIsDetached() throws Exception {
      openSession();
      getStream("/mcp");
      next(door.stateful.attached);

      raw.socket().shutdownOutput();

      next(door.stateful.detached);
      assertThat(raw.isClosedByServer()).isTrue();
    }

    @Test
    void whenTheStreamIsItsSession_thenTheSessionEnds() throws Exception {
      getStream("/sse");
      String first = raw.chunk();
      while (!first.contains("data: ")) {
        first = raw.chunk();
      }
      String address = first.replaceAll("(?s).*data: (\\S+).*", "$1");
      try (RawConnection other = door.connect()) {
        other.send(
            "POST %s HTTP/1.1\nHost: HOST\nContent-Type: application/json\nContent-Length: %d\n\n"
                .formatted(address, INITIALIZE.length()));
        assertThat(other.sendExactly(INITIALIZE).response().status()).isEqualTo(202);
      }
      next(door.stateful.attached);

      raw.socket().shutdownOutput();

      next(door.stateful.closed);
      assertThat(raw.isClosedByServer()).isTrue();
    }

    @Test
    void whenItsRequestIsNotComplete_thenItIsForgotten() throws IOException {
      raw.send("POST /mcp HTTP/1.1\nHost: HOST\nContent-Length: 100\n\n").sendExactly("{");

      raw.socket().shutdownOutput();

      assertThat(raw.isClosedByServer()).isTrue();
    }
  }

  @Nested
  class GivenAClientThatClosesItsReadSide {
    @Test
    void whenItWaitsForAStatelessCall_thenItsEndCancelsTheCall() throws Exception {
      raw.post(WORK, STATELESS).head();

      raw.socket().shutdownInput();
      assertThat(cancelled.getCount()).isOne();
      raw.close();

      happened(cancelled);
    }

    @Test
    void whenItListens_thenItsEndClosesTheSubscription() throws Exception {
      raw.post(LISTEN, STATELESS).head();
      next(door.stateless.listeners);

      raw.socket().shutdownInput();
      raw.close();

      happened(door.stateless.listenerClosed);
    }

    @Test
    void whenItReadTheStreamOfASession_thenItsEndDetachesTheStream() throws Exception {
      openSession();
      getStream("/mcp");
      next(door.stateful.attached);

      raw.socket().shutdownInput();
      raw.close();

      next(door.stateful.detached);
    }
  }
}
