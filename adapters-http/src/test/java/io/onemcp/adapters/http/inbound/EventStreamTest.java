package io.onemcp.adapters.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.adapters.http.inbound.RawConnection.Response;
import io.onemcp.core.exchange.Answer;
import io.onemcp.core.exchange.Outlet;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.WireText;
import io.onemcp.testkit.ClientAnswer;
import io.onemcp.testkit.EventStream.ServerEvent;
import io.onemcp.testkit.ScriptedClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EventStreamTest {
  /** Of a revision whose streams are not resumed: what is seen is the stream alone. */
  private static final String INITIALIZE =
      "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\","
          + "\"params\":{\"protocolVersion\":\"2024-11-05\"}}";

  private static final String WORK = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"work\"}";
  private static final String STATELESS = "MCP-Protocol-Version: 2026-07-28";

  private static OpenDoor beating(long millis) {
    return new OpenDoor(settings -> OpenDoor.beating(settings, Duration.ofMillis(millis)));
  }

  private static OpenDoor withLimits(int queue, int streams) {
    return new OpenDoor(
        settings -> OpenDoor.limited(settings, OpenDoor.limits(1 << 20, queue, streams)));
  }

  private static String open(RawConnection raw) {
    return String.valueOf(raw.post(INITIALIZE).response().headers().get("mcp-session-id"));
  }

  private static Response listen(RawConnection raw, String session) {
    return raw.send(
            "GET /mcp HTTP/1.1\nHost: HOST\nAccept: text/event-stream\nMcp-Session-Id: "
                + session
                + "\n\n")
        .head();
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(5, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  @Nested
  class GivenAQuietStream {
    @Test
    void whenAHeartbeatPasses_thenACommentIsSent() {
      try (OpenDoor door = beating(200);
          RawConnection raw = door.connect()) {
        Response head = listen(raw, open(raw));

        assertThat(head.headers()).containsEntry("content-type", "text/event-stream");
        assertThat(List.of(raw.chunk(), raw.chunk(), raw.chunk())).containsOnly(":\n\n");
      }
    }

    @Test
    void whenTheClientGoesAway_thenTheSessionIsTold() throws InterruptedException {
      try (OpenDoor door = new OpenDoor()) {
        RawConnection raw = door.connect();
        listen(raw, open(raw));
        Outlet outlet = next(door.stateful.attached);

        raw.close();

        assertThat(next(door.stateful.detached)).isSameAs(outlet);
        assertThat(outlet.offer(WireText.of("{}"))).isFalse();
      }
    }

    @Test
    void whenTheClientGoesAwayAfterAPipelinedByte_thenAHeartbeatFindsOut()
        throws InterruptedException {
      try (OpenDoor door = beating(100)) {
        RawConnection raw = door.connect();
        listen(raw, open(raw));
        raw.send("GET /health");

        raw.close();

        next(door.stateful.detached);
      }
    }

    @Test
    void whenItIsOneOfTwoHundred_thenNoThreadIsHeld() throws InterruptedException {
      try (OpenDoor door = new OpenDoor()) {
        List<RawConnection> open = new ArrayList<>();
        String session = "";
        int before = 0;
        for (int i = 0; i < 200; i++) {
          RawConnection raw = door.connect();
          session = session.isEmpty() ? open(raw) : session;
          open.add(raw);
          listen(raw, session);
          if (i == 10) {
            before = platformThreads();
          }
        }

        assertThat(platformThreads()).isLessThanOrEqualTo(before + 2);
        for (int i = 0; i < 200; i++) {
          next(door.stateful.attached).offer(WireText.of("{\"n\":1}"));
        }
        for (RawConnection raw : open) {
          assertThat(raw.chunk() + raw.chunk()).contains("data: {\"n\":1}\n\n");
          raw.close();
        }
      }
    }

    private static int platformThreads() {
      return (int) Thread.getAllStackTraces().keySet().stream().filter(Thread::isAlive).count();
    }
  }

  @Nested
  class GivenAClientThatDoesNotRead {
    private static final WireText BIG = WireText.of("{\"pad\":\"" + "x".repeat(100_000) + "\"}");

    @Test
    void whenItsQueueIsFull_thenItIsCutOffAndOthersAreServed() throws InterruptedException {
      try (OpenDoor door = withLimits(5, 10)) {
        RawConnection slow = door.connect();
        listen(slow, open(slow));
        Outlet outlet = next(door.stateful.attached);

        int taken = 0;
        while (taken < 1_000 && outlet.offer(BIG)) {
          taken++;
        }

        assertThat(taken).as("what fits into the queue and the sockets").isLessThan(300);
        assertThat(outlet.offer(BIG)).isFalse();
        assertThat(next(door.stateful.detached)).isSameAs(outlet);
        assertThat(slow.isClosedByServer()).isTrue();
        try (RawConnection other = door.connect()) {
          assertThat(open(other)).startsWith("session-");
        }
      }
    }

    @Test
    void whenItTakesNothingForFourHeartbeats_thenItIsCutOff() throws InterruptedException {
      try (OpenDoor door = beating(100)) {
        RawConnection slow = door.connect();
        listen(slow, open(slow));
        Outlet outlet = next(door.stateful.attached);
        for (int i = 0; i < 200; i++) {
          outlet.offer(BIG);
        }

        assertThat(next(door.stateful.detached)).isSameAs(outlet);
      }
    }

    @Test
    void whenTheAnswerIsJson_thenItIsCutOffToo() throws InterruptedException {
      CountDownLatch closed = new CountDownLatch(1);
      DoorSettings usual = OpenDoor.SETTINGS;
      DoorSettings patient =
          new DoorSettings(
              usual.http(), usual.limits(), Duration.ofMillis(100), usual.arrival(), OpenDoor.LONG);
      try (OpenDoor door = new OpenDoor(_ -> patient)) {
        WireText huge = WireText.of("\"" + "x".repeat(32 << 20) + "\"");
        door.stateless.script = (_, _) -> new Answer(huge, 200);
        RawConnection slow = door.connect();
        slow.post(WORK, STATELESS, "Accept: application/json").head();
        Thread.ofVirtual()
            .start(() -> {
              door.door.close();
              closed.countDown();
            });

        assertThat(closed.await(8, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  @Nested
  class GivenAQuietExchange {
    @Test
    void whenAHeartbeatPasses_thenItBecomesAStream() throws InterruptedException {
      CountDownLatch proceed = new CountDownLatch(1);
      try (OpenDoor door = beating(100);
          RawConnection raw = door.connect()) {
        door.stateless.script =
            (request, _) -> {
              proceed.await();
              return ScriptedStateless.success(request, Json.TRUE);
            };

        Response head = raw.post(WORK, STATELESS).head();
        assertThat(head.headers()).containsEntry("content-type", "text/event-stream");
        assertThat(raw.chunk()).isEqualTo(":\n\n");
        assertThat(raw.chunk()).isEqualTo(":\n\n");
        proceed.countDown();

        StringBuilder rest = new StringBuilder();
        for (String chunk = raw.chunk(); !chunk.isEmpty(); chunk = raw.chunk()) {
          rest.append(chunk);
        }
        assertThat(rest)
            .endsWith("event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":true}\n\n");
      }
    }

    @Test
    void whenTheClientReadsNoEvents_thenItStaysJson() throws InterruptedException {
      CountDownLatch refused = new CountDownLatch(3);
      try (OpenDoor door = beating(20);
          RawConnection raw = door.connect()) {
        door.stateless.script =
            (request, outlet) -> {
              while (!refused.await(10, TimeUnit.MILLISECONDS)) {
                assertThat(outlet.offer(WireText.of("{}"))).isFalse();
                refused.countDown();
              }
              return ScriptedStateless.success(request, Json.TRUE);
            };

        for (String accept : List.of("application/json", "*/*", "application/*;q=0.5")) {
          Response response =
              raw.send(
                      "POST /mcp HTTP/1.1\nHost: HOST\nContent-Type: application/json\nAccept: "
                          + accept
                          + "\n"
                          + STATELESS
                          + "\nContent-Length: "
                          + WORK.length()
                          + "\n\n"
                          + WORK)
                  .response();
          assertThat(response.headers()).containsEntry("content-type", "application/json");
        }
      }
    }

    @Test
    void whenTheClientReadsOnlyEvents_thenTheAnswerIsOne() throws InterruptedException {
      try (OpenDoor door = new OpenDoor();
          ScriptedClient client = door.client()) {
        ClientAnswer answer =
            client.post(WORK, "MCP-Protocol-Version", "2026-07-28", "Accept", "text/event-stream");

        assertThat(answer.isStream()).isTrue();
        assertThat(answer.result()).isNotNull();
      }
    }
  }

  @Nested
  class GivenALargeAnswer {
    private static final String PAD = "é\\n".repeat(2 << 20);

    @Test
    void whenItIsJson_thenItArrivesIntact() throws InterruptedException {
      try (OpenDoor door = new OpenDoor();
          ScriptedClient client = door.client()) {
        door.stateless.script =
            (request, _) -> ScriptedStateless.success(request, Json.of("\"" + PAD + "\""));

        String body = client.post(WORK, "MCP-Protocol-Version", "2026-07-28").body();

        assertThat(body.equals("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"" + PAD + "\"}"))
            .isTrue();
      }
    }

    @Test
    void whenItIsAnEvent_thenItArrivesIntact() throws InterruptedException {
      try (OpenDoor door = new OpenDoor();
          ScriptedClient client = door.client()) {
        door.stateless.script =
            (request, outlet) -> {
              outlet.offer(WireText.of("{\n\"pad\":\r\n\"" + PAD + "\"\r}"));
              return ScriptedStateless.success(request, Json.of("\"" + PAD + "\""));
            };

        try (var events = client.post(WORK, "MCP-Protocol-Version", "2026-07-28").events()) {
          ServerEvent interim = events.next().orElseThrow();
          ServerEvent last = events.next().orElseThrow();

          assertThat(interim.type()).isEqualTo("message");
          assertThat(interim.id()).isEmpty();
          assertThat(interim.data().equals("{\n\"pad\":\n\"" + PAD + "\"\n}")).isTrue();
          assertThat(last.data().length()).isEqualTo(PAD.length() + 36);
          assertThat(events.next()).isEmpty();
        }
      }
    }
  }

  @Nested
  class GivenEventsOfManyParts {
    private static final int EVENTS = 200;

    @Test
    void whenTheClientReadsInItsOwnTime_thenEveryByteArrivesInOrder() throws InterruptedException {
      WireText[] parts = new WireText[40];
      Arrays.setAll(parts, i -> WireText.of(i + "\n" + "x".repeat(i * 1_300 % 5_000)));
      WireText event = WireText.concat(parts);
      String expected =
          ":\n\n"
              + ("event: message\ndata: " + event.toString().replace("\n", "\ndata: ") + "\n\n")
                  .repeat(EVENTS);
      try (OpenDoor door = new OpenDoor();
          RawConnection raw = door.connect()) {
        listen(raw, open(raw));
        Outlet outlet = next(door.stateful.attached);
        for (int i = 0; i < EVENTS; i++) {
          assertThat(outlet.offer(event)).isTrue();
        }
        outlet.end();

        StringBuilder body = new StringBuilder();
        for (String chunk = raw.chunk(); !chunk.isEmpty(); chunk = raw.chunk()) {
          body.append(chunk);
        }
        assertThat(body.toString().equals(expected)).isTrue();
      }
    }
  }

  @Nested
  class GivenAsManyStreamsAsAllowed {
    @Test
    void whenOneMoreIsAskedFor_thenItIsRefusedUntilOneEnds() throws InterruptedException {
      try (OpenDoor door = withLimits(10, 2);
          RawConnection first = door.connect();
          RawConnection second = door.connect();
          RawConnection third = door.connect()) {
        String session = open(first);
        listen(first, session);
        assertThat(listenStateless(second).head().status()).isEqualTo(200);

        Response refused = listenStateless(third).response();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.body()).contains("\"id\":1");
        assertThat(third.post(WORK, STATELESS).response().status()).isEqualTo(200);

        next(door.stateful.attached).end();
        next(door.stateful.detached);
        assertThat(listen(third, session).status()).isEqualTo(200);
      }
    }
  }

  @Nested
  class GivenASubscription {
    @Test
    void whenItIsOpened_thenTheAcknowledgementComesFirst() throws InterruptedException {
      try (OpenDoor door = new OpenDoor();
          ScriptedClient client = door.client();
          var events = client.stateless().listen("{}")) {
        assertThat(events.nextMessage().text("method")).isEqualTo("acknowledged");
        Outlet outlet = next(door.stateless.listeners);

        outlet.offer(WireText.of("{\"method\":\"changed\"}"));
        outlet.offer(WireText.of("{\"result\":{}}"));
        outlet.end();

        assertThat(events.nextMessage().text("method")).isEqualTo("changed");
        assertThat(events.nextMessage().at("result")).isNotNull();
        assertThat(events.next()).isEmpty();
        assertThat(door.stateless.listenerClosed.await(5, TimeUnit.SECONDS)).isTrue();
      }
    }

    @Test
    void whenTheClientGoesAway_thenItIsClosed() throws InterruptedException {
      try (OpenDoor door = new OpenDoor()) {
        RawConnection raw = door.connect();
        listenStateless(raw).head();
        next(door.stateless.listeners);

        raw.close();

        assertThat(door.stateless.listenerClosed.await(5, TimeUnit.SECONDS)).isTrue();
      }
    }

    @Test
    void whenTheClientReadsNoEvents_thenItIsRefused() throws InterruptedException {
      try (OpenDoor door = new OpenDoor();
          ScriptedClient client = door.client()) {
        ClientAnswer answer =
            client.stateless().call("subscriptions/listen", "{}", "Accept", "application/json");

        assertThat(answer.status()).isEqualTo(406);
      }
    }
  }

  private static RawConnection listenStateless(RawConnection raw) {
    return raw.post(WORK.replace("work", "subscriptions/listen"), STATELESS);
  }
}
