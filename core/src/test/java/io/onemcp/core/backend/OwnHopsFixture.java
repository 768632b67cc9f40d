package io.onemcp.core.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.fake.FakeServer;
import io.onemcp.core.fake.World;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;

/** Sessions of single clients at one server, and what they report. */
abstract class OwnHopsFixture {
  final World world = new World();
  final FakeServer server =
      FakeServer.stateful("{\"logging\":{}}")
          .answering("x", Json.EMPTY_OBJECT)
          .answering(Methods.SET_LOG_LEVEL, Json.EMPTY_OBJECT);
  final BlockingQueue<CapabilityKind> changes = new LinkedBlockingQueue<>();
  final BlockingQueue<Notification> heard = new LinkedBlockingQueue<>();
  final OwnHops own =
      new OwnHops(() -> World.backend("b"), world.dialer(), world.surroundings(), changes::add);

  OwnHopsFixture() {
    world.connector.with("b", server);
  }

  @AfterEach
  void close() {
    own.close();
    world.close();
    assertThat(world.tasks.failures()).isEmpty();
  }

  final Response call(HopTerms terms) throws InterruptedException {
    return own.call(terms, Call.of("x", Json.EMPTY_OBJECT));
  }

  final HopTerms terms(String owner) {
    return new HopTerms(
        owner,
        Json.of("{\"roots\":{}}"),
        Optional.of(Json.of("{\"name\":\"" + owner + "\"}")),
        false,
        new Refusing(),
        (_, note) -> heard.add(note),
        Optional.empty());
  }
}
