package io.onemcp.adapters.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onemcp.adapters.http.inbound.RawConnection.Response;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.Running;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class UndertowDoorTest {
  private static final String WORK = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"work\"}";
  private static final String STATELESS = "MCP-Protocol-Version: 2026-07-28";

  private static DoorSettings at(DoorSettings settings, int port, Duration grace) {
    return new DoorSettings(
        settings.http().at("127.0.0.1", port),
        settings.limits(),
        settings.heartbeat(),
        settings.arrival(),
        grace);
  }

  @Test
  void whenADoorWasOpened_thenIoThreadsDoNotWaitForThoseWhoOpenConnections() {
    new OpenDoor().close();

    assertThat(System.getProperty(HttpListener.KEYS_FROM_OTHERS)).isEqualTo("true");
  }

  @Nested
  class GivenABusyPort {
    @Test
    void whenItIsOpened_thenHostAndPortAreNamed() {
      try (OpenDoor first = new OpenDoor()) {
        assertThatThrownBy(() -> new OpenDoor(settings -> at(settings, first.port, Duration.ZERO)))
            .isInstanceOf(DoorBlockedException.class)
            .hasMessageStartingWith("cannot listen on 127.0.0.1 port " + first.port + ": ");
      }
    }

    @Test
    void whenItBecomesFree_thenItCanBeOpened() {
      OpenDoor first = new OpenDoor();
      first.close();

      try (OpenDoor second = new OpenDoor(settings -> at(settings, first.port, Duration.ZERO))) {
        assertThat(second.port).isEqualTo(first.port);
      }
    }
  }

  @Nested
  class GivenAClientThatConnectsTheMomentItCan {
    @Test
    void whenTheDoorOpens_thenItIsServed() throws InterruptedException {
      for (int i = 0; i < 50; i++) {
        OpenDoor earlier = new OpenDoor();
        earlier.close();
        int port = earlier.port;
        Running<Integer> client = Running.start(() -> status(port));
        try (OpenDoor door = new OpenDoor(settings -> at(settings, port, Duration.ZERO))) {
          assertThat(door.port).isEqualTo(port);
          assertThat(client.result()).isEqualTo(200);
        }
      }
    }

    private static int status(int port) throws InterruptedException {
      try (RawConnection raw = connected(port)) {
        return raw.send("GET /health/live HTTP/1.1\nHost: HOST\n\n").response().status();
      }
    }

    private static RawConnection connected(int port) throws InterruptedException {
      while (!Thread.interrupted()) {
        try {
          return new RawConnection(port);
        } catch (UncheckedIOException _) {
          Thread.onSpinWait();
        }
      }
      throw new InterruptedException("nobody listens on " + port);
    }
  }

  @Nested
  class GivenADoorThatCloses {
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch proceed = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    private OpenDoor busy(Duration grace) {
      OpenDoor door = new OpenDoor(settings -> at(settings, 0, grace));
      door.stateless.script =
          (request, _) -> {
            running.countDown();
            proceed.await();
            return ScriptedStateless.success(request, Json.TRUE);
          };
      return door;
    }

    private void closeLater(OpenDoor door) {
      Thread.ofVirtual()
          .start(() -> {
            door.door.close();
            closed.countDown();
          });
    }

    @Test
    void whenARequestIsUnderWay_thenItMayFinishAndOthersAreSentElsewhere()
        throws InterruptedException {
      try (OpenDoor door = busy(Duration.ofSeconds(20));
          RawConnection early = door.connect();
          RawConnection late = door.connect()) {
        early.post(WORK, STATELESS);
        assertThat(running.await(5, TimeUnit.SECONDS)).isTrue();

        closeLater(door);
        Response last = late.post(WORK.replace("work", "who"), STATELESS).response();
        while (!"close".equals(last.headers().get("connection"))) {
          last = late.post(WORK.replace("work", "who"), STATELESS).response();
        }
        assertThat(last.status()).isIn(200, 503);
        assertThat(last.headers()).containsEntry("connection", "close");
        assertThat(late.isClosedByServer()).isTrue();
        assertThat(closed.getCount()).isEqualTo(1);
        proceed.countDown();

        assertThat(early.response().body()).contains("\"result\":true");
        assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(early.isClosedByServer()).isTrue();
      }
    }

    @Test
    void whenARequestNeverFinishes_thenItIsBrokenOffAndCancelled() throws InterruptedException {
      try (OpenDoor door = busy(Duration.ofMillis(100));
          RawConnection raw = door.connect()) {
        raw.post(WORK, STATELESS);
        assertThat(running.await(5, TimeUnit.SECONDS)).isTrue();

        closeLater(door);

        assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(raw.isClosedByServer()).isTrue();
        door.tasks.close();
        assertThat(door.tasks.running()).isZero();
      }
    }

    @Test
    void whenStreamsAndIdleConnectionsAreOpen_thenTheyEnd() throws InterruptedException {
      try (OpenDoor door = new OpenDoor();
          RawConnection idle = door.connect();
          RawConnection stream = door.connect();
          RawConnection half = door.connect()) {
        idle.send("GET /health/live HTTP/1.1\nHost: HOST\n\n").response();
        half.send("POST /mcp HTTP/1.1\nHost: HOST\nContent-Le");
        stream.post(WORK.replace("work", "subscriptions/listen"), STATELESS).head();
        door.stateless.listeners.take();

        closeLater(door);

        assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(door.stateless.listenerClosed.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(idle.isClosedByServer()).isTrue();
        assertThat(stream.isClosedByServer()).isTrue();
        assertThat(half.isClosedByServer()).isTrue();
      }
    }

    @Test
    void whenItIsClosedTwiceOrWasNeverOpened_thenNothingHappens() {
      OpenDoor door = new OpenDoor();
      door.close();
      door.close();
      UndertowDoor shut =
          new UndertowDoor(
              OpenDoor.SETTINGS,
              new Interior(
                  door.stateless,
                  door.stateful,
                  _ -> {
                    throw new AssertionError("never asked");
                  },
                  _ -> Optional.empty(),
                  door.reports,
                  door.tasks));
      shut.close();

      assertThatThrownBy(door.door::start).isInstanceOf(IllegalStateException.class);
    }
  }

  @Nested
  class GivenSettings {
    @Test
    void whenTheyAreUsual_thenTheTimesAreThoseOfTheDocumentation() {
      DoorSettings usual = DoorSettings.of(OpenDoor.SETTINGS.http(), OpenDoor.SETTINGS.limits());

      assertThat(usual.heartbeat()).hasSeconds(15);
      assertThat(usual.arrival()).hasSeconds(30);
      assertThat(usual.grace()).hasSeconds(10);
    }

    @Test
    void whenATimeMakesNoSense_thenItIsNamed() {
      assertThatThrownBy(() -> OpenDoor.beating(OpenDoor.SETTINGS, Duration.ZERO))
          .hasMessage("heartbeat: PT0S (expected: more than nothing)");
      assertThatThrownBy(() -> OpenDoor.arriving(OpenDoor.SETTINGS, Duration.ZERO))
          .hasMessage("arrival: PT0S (expected: more than nothing)");
      assertThatThrownBy(() -> at(OpenDoor.SETTINGS, 0, Duration.ofSeconds(-1)))
          .hasMessage("grace: PT-1S (expected: not negative)");
    }
  }
}
