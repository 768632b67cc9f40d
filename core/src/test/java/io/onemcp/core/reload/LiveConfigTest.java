package io.onemcp.core.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.config.ConfigProblem;
import io.onemcp.core.config.ConfigSource.Reading;
import io.onemcp.core.config.GatewayConfig;
import io.onemcp.core.config.HttpConfig;
import io.onemcp.core.fake.HandTime;
import io.onemcp.core.fake.Waiting;
import io.onemcp.core.fake.World;
import io.onemcp.core.reload.ConfigStanding.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LiveConfigTest {
  private static final ConfigProblem PROBLEM = problem("mcpServers.a.command");
  private static final Reading.Loaded ONE = loaded(backend("a", "1"), backend("b", "1"));

  private final World world = new World();
  private final BlockingQueue<Reload> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> applied = new LinkedBlockingQueue<>();
  private volatile Reading reading = ONE;
  private final LiveConfig config =
      new LiveConfig(
          ONE,
          () -> reading,
          (diff, next) -> applied.add(diff + " of " + next.backends().size()),
          world.events,
          world.time);

  @BeforeEach
  void start() {
    world.events.subscribe(Reload.class, events::add);
    config.start(world.tasks);
  }

  @AfterEach
  void close() {
    config.close();
    world.close();
    assertThat(world.tasks.failures()).isEmpty();
  }

  @Nested
  class GivenAUsableConfiguration {
    @Test
    void whenItSaysTheSame_thenNothingIsApplied() throws InterruptedException {
      assertThat(config.reload()).isEqualTo(new Reload.Unchanged(List.of()));

      assertThat(applied).isEmpty();
      assertThat(events).isEmpty();
      assertThat(config.standing().state()).isEqualTo(State.APPLIED);
    }

    @Test
    void whenItSaysSomethingElse_thenTheDifferenceIsAppliedAndTold() throws InterruptedException {
      reading = loaded(backend("b", "2"), backend("c", "1"));

      Reload outcome = config.reload();

      assertThat(outcome.lines()).containsExactly("- a", "~ b: type (restarts)", "+ c");
      assertThat(applied).containsExactly("- a; ~ b: type (restarts); + c of 2");
      assertThat(Waiting.next(events)).isEqualTo(outcome);
      assertThat(config.reload()).isInstanceOf(Reload.Unchanged.class);
    }

    @Test
    void whenASettingNeedsARestart_thenItIsPendingUntilItIsTakenBack() throws InterruptedException {
      GatewayConfig elsewhere = ONE.config().withHttp(HttpConfig.DEFAULT.at("0.0.0.0", 9));
      reading = new Reading.Loaded(elsewhere, List.of(), List.of(), Set.of());

      config.reload();

      assertThat(config.standing().pending())
          .containsExactly("runtime.http.host", "runtime.http.port");
      assertThat(config.reload()).isInstanceOf(Reload.Unchanged.class);
      reading = ONE;
      config.reload();
      assertThat(config.standing().pending()).isEmpty();
    }

    @Test
    void whenOneServerIsUnusable_thenItGoesOnAsItWas() throws InterruptedException {
      reading =
          new Reading.Loaded(
              GatewayConfig.DEFAULT.withBackends(List.of(backend("c", "1"))),
              List.of(PROBLEM),
              List.of(),
              Set.of(new BackendName("a"), new BackendName("never-was")));

      assertThat(config.reload().lines()).containsExactly("- b", "+ c");

      assertThat(config.standing().state()).isEqualTo(State.INCOMPLETE);
      assertThat(config.standing().problems()).containsExactly(PROBLEM);
      assertThat(Waiting.next(applied)).endsWith(" of 2");
    }
  }

  @Nested
  class GivenAConfigurationThatCannotBeUsed {
    @Test
    void whenItIsRead_thenTheLastGoodOneStaysAndItIsTold() throws InterruptedException {
      world.time.turn(Duration.ofMinutes(1));
      reading = new Reading.Rejected(List.of(PROBLEM));

      Reload outcome = config.reload();

      assertThat(outcome).isEqualTo(new Reload.Rejected(List.of(PROBLEM)));
      assertThat(Waiting.next(events)).isEqualTo(outcome);
      assertThat(applied).isEmpty();
      assertThat(config.standing())
          .isEqualTo(
              new ConfigStanding(
                  State.REJECTED,
                  HandTime.START.plus(Duration.ofMinutes(1)),
                  List.of(PROBLEM),
                  List.of()));
    }

    @Test
    void whenItIsReadAgain_thenItIsToldOnce() throws InterruptedException {
      reading = new Reading.Rejected(List.of(PROBLEM));
      config.reload();
      ConfigStanding before = config.standing();
      world.time.turn(Duration.ofMinutes(1));

      config.reload();

      assertThat(config.standing()).isEqualTo(before);
      Waiting.next(events);
      assertThat(events).isEmpty();
    }

    @Test
    void whenItIsMendedWithoutAChange_thenThatIsToldToo() throws InterruptedException {
      reading = new Reading.Rejected(List.of(PROBLEM));
      config.reload();
      reading = ONE;

      config.reload();

      assertThat(Waiting.next(events)).isInstanceOf(Reload.Rejected.class);
      assertThat(Waiting.next(events)).isEqualTo(new Reload.Unchanged(List.of()));
      assertThat(config.standing().state()).isEqualTo(State.APPLIED);
      assertThat(applied).isEmpty();
    }

    @Test
    void whenReadingFailsForAReasonOfOurs_thenTheLastGoodOneStays() throws InterruptedException {
      LiveConfig faulty =
          new LiveConfig(
              ONE,
              () -> {
                throw new IllegalStateException("secret");
              },
              (_, _) -> {},
              world.events,
              world.time);
      faulty.start(world.tasks);

      assertThat(faulty.reload().lines().toString())
          .contains("internal error")
          .doesNotContain("secret");
    }
  }

  @Nested
  class GivenManyRequests {
    @Test
    void whenTheyComeWhileOneIsServed_thenTheyShareTheNextReading() throws InterruptedException {
      CountDownLatch reading = new CountDownLatch(1);
      CountDownLatch mayGoOn = new CountDownLatch(1);
      BlockingQueue<String> readings = new LinkedBlockingQueue<>();
      LiveConfig busy =
          new LiveConfig(
              ONE,
              () -> {
                readings.add("read");
                reading.countDown();
                await(mayGoOn);
                return ONE;
              },
              (_, _) -> {},
              world.events,
              world.time);
      busy.start(world.tasks);
      busy.request();
      Waiting.until(reading);
      for (int i = 0; i < 50; i++) {
        busy.request();
      }
      mayGoOn.countDown();

      busy.reload();

      assertThat(readings).hasSizeBetween(2, 3);
    }

    @Test
    void whenItIsClosed_thenNobodyWaits() {
      config.close();

      assertThatThrownBy(config::reload)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }

    private static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Reading.Loaded loaded(BackendDefinition... backends) {
    return new Reading.Loaded(
        GatewayConfig.DEFAULT.withBackends(List.of(backends)), List.of(), List.of(), Set.of());
  }

  private static BackendDefinition backend(String name, String key) {
    return BackendDefinition.of(name, new BackendTransport.InProcess(key));
  }

  private static ConfigProblem problem(String key) {
    return new ConfigProblem("mcp.json", 1, 1, key, "missing", Optional.empty(), Optional.empty());
  }
}
