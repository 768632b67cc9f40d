package io.onemcp.core.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onemcp.core.config.BackendName;
import io.onemcp.core.fake.FakeServer;
import io.onemcp.core.fake.Waiting;
import io.onemcp.core.fake.World;
import io.onemcp.core.protocol.Methods;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackendsTest {
  private final World world = new World();
  private final OneBackend news = new OneBackend();

  @AfterEach
  void close() {
    news.world.close();
    world.close();
    assertThat(world.tasks.failures()).isEmpty();
  }

  @Test
  void whenStarted_thenAllDialSideBySideAndAFailingOneHoldsNobodyBack()
      throws InterruptedException {
    CountDownLatch together = new CountDownLatch(2);
    FakeServer one = meeting(together);
    FakeServer two = meeting(together);
    world.connector.with("one", one).with("two", two);
    Backends backends =
        world.backends(news, World.backend("two"), World.backend("dead"), World.backend("one"));

    backends.start();

    assertThat(backends.awaitSettled(Duration.ofSeconds(30))).isTrue();
    assertThat(
            backends.all().stream().map(backend -> backend.name() + " " + backend.state().label()))
        .containsExactly("dead restarting", "one ready", "two ready");
  }

  @Test
  void whenOneNeverAnswers_thenTheWaitForAllEndsWithItsBound() throws InterruptedException {
    world.connector.with(
        "silent",
        FakeServer.stateful("{}")
            .on(Methods.INITIALIZE, (_, _) -> OneBackend.waitForever(new CountDownLatch(1))));
    Backends backends = world.backends(news, World.backend("silent"));
    backends.start();
    BlockingQueue<Boolean> settled = new LinkedBlockingQueue<>();
    world.tasks.start(
        "wait",
        () -> {
          try {
            settled.add(backends.awaitSettled(Duration.ofSeconds(7)));
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });

    world.time.awaitTimer(Duration.ofSeconds(7));
    world.time.turn(Duration.ofSeconds(7));

    assertThat(Waiting.next(settled)).isFalse();
  }

  @Test
  void whenClosed_thenAllConnectionsAreClosedAndNothingStartsAgain() throws InterruptedException {
    FakeServer one = FakeServer.stateful("{}");
    FakeServer two = FakeServer.stateless("{}");
    world.connector.with("one", one).with("two", two);
    Backends backends = world.backends(news, World.backend("one"), World.backend("two"));
    backends.start();
    backends.awaitSettled(Duration.ofSeconds(30));

    backends.close();
    backends.close();
    world.time.turn(Duration.ofMinutes(5));

    assertThat(one.connection().closed.getCount()).isZero();
    assertThat(two.connection().closed.getCount()).isZero();
    assertThat(one.connections).hasSize(1);
  }

  @Test
  void whenClosedBeforeItWasStarted_thenThatIsFine() {
    world.backends(news, World.backend("one")).close();

    assertThat(world.connector.opened).isEmpty();
  }

  @Test
  void whenClosedAfterTheThreadsEnded_thenItDoesNotWaitForThem() {
    world.connector.with("one", FakeServer.stateful("{}"));
    Backends backends = world.backends(news, World.backend("one"));
    backends.start();
    world.tasks.close();

    backends.close();

    assertThat(World.find(backends, "one").hop()).isEmpty();
  }

  @Test
  void whenLookedUp_thenABackendIsFoundByItsName() {
    Backends backends = world.backends(news, World.backend("one"));

    assertThat(backends.find(new BackendName("one")))
        .hasValueSatisfying(one -> assertThat(one.definition().name()).hasToString("one"));
    assertThat(backends.find(new BackendName("two"))).isEmpty();
    assertThatThrownBy(() -> world.backends(news, World.backend("one"), World.backend("one")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one");
  }

  private static FakeServer meeting(CountDownLatch together) {
    FakeServer server = FakeServer.stateless("{}");
    FakeServer hello = FakeServer.stateless("{}");
    return server.on(
        Methods.DISCOVER,
        (request, interim) -> {
          together.countDown();
          together.await();
          return hello.answer(request, interim);
        });
  }
}
