package io.onemcp.adapters.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ClientConnectionsTest {
  private static final String ALIVE = "GET /health/live HTTP/1.1\nHost: HOST\n\n";

  private final List<RawConnection> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(RawConnection::close);
  }

  private RawConnection connect(OpenDoor door) {
    RawConnection raw = door.connect();
    opened.add(raw);
    return raw;
  }

  private static int status(RawConnection raw) {
    return raw.send(ALIVE).response().status();
  }

  @Nested
  class GivenAsManyConnectionsAsThereMayBe {
    private final OpenDoor door =
        new OpenDoor(settings -> OpenDoor.limited(settings, OpenDoor.connections(3)));

    @AfterEach
    void close() {
      door.close();
      assertThat(door.tasks.failures()).isEmpty();
    }

    @Test
    void whenOneMoreComes_thenItIsClosedAtOnceAndTheOthersAreServed() {
      List<RawConnection> open = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        open.add(connect(door));
        assertThat(status(open.get(i))).isEqualTo(200);
      }

      for (int i = 0; i < 100; i++) {
        assertThat(connect(door).isClosedByServer()).isTrue();
      }

      open.forEach(raw -> assertThat(status(raw)).isEqualTo(200));
    }

    @Test
    void whenOneEnds_thenThereIsRoomForAnother() throws IOException {
      for (int round = 0; round < 20; round++) {
        for (int i = 0; i < 3; i++) {
          assertThat(statusOnceThereIsRoom()).isEqualTo(200);
        }
        for (RawConnection raw : opened) {
          raw.socket().shutdownOutput();
          assertThat(raw.isClosedByServer()).isTrue();
        }
        opened.clear();
      }
    }

    /** A client sees the end of a connection a moment before its place is free. */
    private int statusOnceThereIsRoom() {
      for (int tries = 1; tries < 1000; tries++) {
        RawConnection raw = connect(door);
        try {
          return status(raw);
        } catch (UncheckedIOException | IllegalStateException _) {
          opened.remove(raw);
          raw.close();
        }
      }
      return status(connect(door));
    }
  }

  @Nested
  class GivenAClientThatTakesItsTime {
    private final OpenDoor door =
        new OpenDoor(settings -> OpenDoor.arriving(settings, Duration.ofMillis(100)));

    @AfterEach
    void close() {
      door.close();
      assertThat(door.tasks.failures()).isEmpty();
    }

    @Test
    void whenItSaysNothing_thenItsConnectionIsClosed() {
      assertThat(connect(door).isClosedByServer()).isTrue();
    }

    @Test
    void whenItSaysNothingMore_thenItsConnectionIsClosed() {
      RawConnection raw = connect(door);
      assertThat(status(raw)).isEqualTo(200);

      assertThat(raw.isClosedByServer()).isTrue();
    }

    @Test
    void whenItsHeadTrickles_thenItsConnectionIsClosedBeforeTheHeadIsComplete() throws IOException {
      RawConnection raw = connect(door);
      raw.send("GET /health/live HTTP/1.1\nHost: HOST\n");

      assertThat(tricklesUntilClosed(raw)).isTrue();
    }

    @Test
    void whenItSpeaksHttp2AndSaysNothingMore_thenItsConnectionIsClosed() {
      RawConnection raw = connect(door);
      raw.sendExactly("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

      assertThat(raw.isClosedByServer()).isTrue();
    }

    /** Sends a header line byte by byte, one in ten milliseconds, for ten seconds at most. */
    private boolean tricklesUntilClosed(RawConnection raw) throws IOException {
      raw.socket().setSoTimeout(10);
      for (int i = 0; i < 1_000; i++) {
        try {
          raw.sendExactly("x");
          if (raw.socket().getInputStream().read() < 0) {
            return true;
          }
        } catch (SocketTimeoutException _) {
          assertThat(raw.socket().isClosed()).isFalse();
        } catch (SocketException | java.io.UncheckedIOException _) {
          return true;
        }
      }
      return false;
    }
  }
}
