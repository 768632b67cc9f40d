package io.onemcp.core.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.fake.FakeServer;
import io.onemcp.core.fake.MemoryFiles;
import io.onemcp.core.fake.Offers;
import io.onemcp.core.fake.World;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.json.Json;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The first answers go before processes whose lists are known already. */
class HeadStartTest {
  private static final Duration HEAD_START = Duration.ofMillis(250);

  private final OneBackend one = new OneBackend();
  private final FakeServer server =
      FakeServer.stateful("{\"tools\":{}}").offeringTools("t").answering("x", Json.of("{}"));

  @AfterEach
  void close() {
    one.world.close();
    assertThat(one.world.tasks.failures()).isEmpty();
  }

  @Nested
  class GivenItsListsAreKnown {
    @Test
    void whenStarted_thenItsListsAreShownAndItIsConnectedAMomentLater() throws Exception {
      Backend backend = next();

      one.world.time.awaitTimer(HEAD_START);
      assertThat(OneBackend.tools(backend)).containsExactly("kept");
      assertThat(server.connections).isEmpty();
      assertThat(backend.isSettled()).isFalse();
      one.world.time.turn(HEAD_START);

      one.world.awaitState("b", "ready");
      assertThat(OneBackend.tools(backend)).containsExactly("t");
    }

    @Test
    void whenCalledAtOnce_thenItIsConnectedAtOnceAndOnce() throws Exception {
      Backend backend = next();

      assertThat(OneBackend.call(backend, "x")).isInstanceOf(Success.class);

      one.world.time.turn(HEAD_START);
      assertThat(OneBackend.call(backend, "x")).isInstanceOf(Success.class);
      assertThat(server.connections).hasSize(1);
    }

    @Test
    void whenDisabledMeanwhile_thenItStaysSo() throws Exception {
      Backend backend = next();
      backend.order(new ConnectionSignal.Disable("by hand"));
      one.world.awaitState("b", "disabled");

      one.world.time.turn(HEAD_START);

      assertThat(backend.isSettled()).isTrue();
      assertThat(server.connections).isEmpty();
    }
  }

  /** Returns the backend in a life of the runtime that follows another one. */
  private Backend next() {
    MemoryFiles disk = new MemoryFiles();
    OfferCache last = cache(disk);
    last.keep(World.backend("b"), Offers.tools("kept").offer());
    last.close();
    one.world.offers = cache(disk);
    return one.start(server);
  }

  private OfferCache cache(MemoryFiles disk) {
    return OfferCache.in(
        new OfferFiles(disk, new byte[32], OfferFiles.Bounds.DEFAULT), one.world.tasks);
  }
}
