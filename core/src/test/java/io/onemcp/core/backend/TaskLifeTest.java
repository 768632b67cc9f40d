package io.onemcp.core.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.fake.FakeServer;
import io.onemcp.core.fake.Waiting;
import io.onemcp.core.fake.World;
import io.onemcp.core.protocol.json.Json;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A session of a single client is not idle while a task lives in it. */
class TaskLifeTest {
  private final World world = new World();
  private final FakeServer server = FakeServer.stateful("{\"tasks\":{}}");
  private final OwnHops own =
      new OwnHops(() -> World.backend("b"), world.dialer(), world.surroundings(), _ -> {});

  TaskLifeTest() {
    world.connector.with("b", server);
  }

  @AfterEach
  void close() {
    own.close();
    world.close();
  }

  @Test
  void whenATaskIsBegun_thenItsSessionStaysForItsTimeToLive() throws InterruptedException {
    begin(Duration.ofMinutes(20).toMillis());

    sweepAfter(Duration.ofMinutes(19));
    assertThat(server.connection().closed.getCount()).isOne();

    sweepAfter(Duration.ofMinutes(2));
    Waiting.until(server.connection().closed);
  }

  @Test
  void whenATaskLivesForever_thenItsSessionStaysForAnHour() throws InterruptedException {
    begin(Duration.ofDays(1_000).toMillis());

    sweepAfter(TaskLife.MAX.minusMinutes(1));
    assertThat(server.connection().closed.getCount()).isOne();

    sweepAfter(Duration.ofMinutes(2));
    Waiting.until(server.connection().closed);
  }

  private void begin(long ttl) throws InterruptedException {
    server.answering(
        "x", Json.of("{\"task\":{\"taskId\":\"1\",\"status\":\"working\",\"ttl\":" + ttl + "}}"));
    HopTerms terms =
        new HopTerms(
            "alice",
            Json.EMPTY_OBJECT,
            Optional.empty(),
            false,
            new Refusing(),
            (_, _) -> {},
            Optional.empty());
    own.call(terms, Call.of("x", Json.EMPTY_OBJECT));
  }

  private void sweepAfter(Duration time) {
    world.time.turn(time);
    own.sweep();
  }
}
