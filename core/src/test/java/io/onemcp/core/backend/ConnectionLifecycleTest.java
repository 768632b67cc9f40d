package io.onemcp.core.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.backend.ConnectionSignal.Connected;
import io.onemcp.core.backend.ConnectionSignal.ConsentNeeded;
import io.onemcp.core.backend.ConnectionSignal.DialFailed;
import io.onemcp.core.backend.ConnectionSignal.Disable;
import io.onemcp.core.backend.ConnectionSignal.Lost;
import io.onemcp.core.backend.ConnectionSignal.Rest;
import io.onemcp.core.backend.ConnectionSignal.Restart;
import io.onemcp.core.backend.ConnectionSignal.RetryDue;
import io.onemcp.core.backend.ConnectionSignal.Start;
import io.onemcp.core.backend.ConnectionState.AwaitingConsent;
import io.onemcp.core.backend.ConnectionState.Connecting;
import io.onemcp.core.backend.ConnectionState.CrashLooped;
import io.onemcp.core.backend.ConnectionState.Disabled;
import io.onemcp.core.backend.ConnectionState.Idle;
import io.onemcp.core.backend.ConnectionState.Ready;
import io.onemcp.core.backend.ConnectionState.Restarting;
import io.onemcp.core.backend.Transition.Effect;
import io.onemcp.core.protocol.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConnectionLifecycleTest {
  private static final Instant NOW = Instant.parse("2026-07-28T12:00:00Z");
  private static final Revision REVISION = Revision.V2025_11_25;
  private static final RestartPolicy POLICY =
      new RestartPolicy(
          true, 3, Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(1));
  private static final Start START = new Start();
  private static final Disable DISABLE = new Disable("off");
  private static final Connecting CONNECTING = new Connecting(2);
  private static final Ready YOUNG = new Ready(REVISION, NOW.minusSeconds(59), 2);
  private static final Ready STABLE = new Ready(REVISION, NOW.minusSeconds(60), 2);
  private static final Restarting RESTARTING = new Restarting(2, NOW.plusSeconds(5), "gone");
  private static final AwaitingConsent CONSENT = new AwaitingConsent("https://as");
  private static final CrashLooped CRASHED = new CrashLooped(3, "gone");
  private static final Disabled DISABLED = new Disabled("off");
  private static final Effect HANG_UP = new Effect.HangUp();
  private static final Effect DIAL = new Effect.Dial(1);

  private static final List<ConnectionState> STATES =
      List.of(new Idle(), CONNECTING, YOUNG, STABLE, RESTARTING, CONSENT, CRASHED, DISABLED);

  private static final List<ConnectionSignal> SIGNALS =
      List.of(
          START,
          DISABLE,
          new Lost("x"),
          new Restart("by hand"),
          new Rest("unused"),
          new Connected(1, REVISION),
          new Connected(2, REVISION),
          new DialFailed(1, "x"),
          new DialFailed(2, "x"),
          new DialFailed(3, "x"),
          new RetryDue(1),
          new RetryDue(2),
          new RetryDue(3));

  private final ConnectionLifecycle lifecycle = new ConnectionLifecycle(POLICY);

  @Test
  void whenStarted_thenItDialsUnlessItIsConnectedOrOnItsWay() {
    for (ConnectionState state : List.of(new Idle(), RESTARTING, CONSENT, CRASHED, DISABLED)) {
      leads(state, START, new Connecting(1), DIAL);
    }
    for (ConnectionState state : List.of(CONNECTING, YOUNG, STABLE)) {
      staysFor(state, START);
    }
  }

  @Test
  void whenDisabled_thenItHangsUpInEveryState() {
    for (ConnectionState state : STATES) {
      leads(state, DISABLE, DISABLED, HANG_UP);
    }
  }

  @Test
  void whenConnected_thenItIsReadyOnlyIfThisDialIsAwaited() {
    leads(CONNECTING, new Connected(2, REVISION), new Ready(REVISION, NOW, 2), new Effect.Adopt());
    staysFor(CONNECTING, new Connected(1, REVISION));
    others(CONNECTING).forEach(state -> staysFor(state, new Connected(2, REVISION)));
  }

  @Test
  void whenConsentIsNeeded_thenItWaitsOnlyIfThisDialIsAwaited() {
    leads(CONNECTING, new ConsentNeeded(2, "https://as"), CONSENT, HANG_UP);
    staysFor(CONNECTING, new ConsentNeeded(3, "https://as"));
    others(CONNECTING).forEach(state -> staysFor(state, new ConsentNeeded(2, "https://as")));
  }

  @Test
  void whenADialFails_thenItTriesAgainAfterAPauseOnlyIfThisDialIsAwaited() {
    leads(
        CONNECTING,
        new DialFailed(2, "refused"),
        new Restarting(3, NOW.plusMillis(500), "refused"),
        new Effect.RetryAfter(Duration.ofMillis(500), 3));
    staysFor(CONNECTING, new DialFailed(1, "refused"));
    others(CONNECTING).forEach(state -> staysFor(state, new DialFailed(2, "refused")));
  }

  @Test
  void whenTheLastDialFails_thenItGivesUp() {
    leads(new Connecting(3), new DialFailed(3, "refused"), new CrashLooped(3, "refused"));
  }

  @Test
  void whenAYoungConnectionBreaks_thenThatCountsAsOneMoreFailure() {
    leads(
        YOUNG,
        new Lost("gone"),
        new Restarting(3, NOW.plusMillis(500), "gone"),
        HANG_UP,
        new Effect.RetryAfter(Duration.ofMillis(500), 3));
    leads(new Ready(REVISION, NOW, 3), new Lost("gone"), new CrashLooped(3, "gone"), HANG_UP);
  }

  @Test
  void whenAStableConnectionBreaks_thenItDialsAtOnceAndTheCountBeginsAnew() {
    leads(
        STABLE,
        new Lost("gone"),
        new Restarting(1, NOW, "gone"),
        HANG_UP,
        new Effect.RetryAfter(Duration.ZERO, 1));
  }

  @Test
  void whenSomethingElseIsLost_thenNothingHappens() {
    Set<ConnectionState> rest = new HashSet<>(STATES);
    rest.removeAll(Set.of(YOUNG, STABLE));
    rest.forEach(state -> staysFor(state, new Lost("gone")));
  }

  @Test
  void whenARetryIsDue_thenItDialsOnlyIfItStillWaitsForIt() {
    leads(RESTARTING, new RetryDue(2), CONNECTING, new Effect.Dial(2));
    staysFor(RESTARTING, new RetryDue(1));
    others(RESTARTING).forEach(state -> staysFor(state, new RetryDue(2)));
  }

  @Test
  void whenRestartedByHand_thenItDialsAnewInEveryStateButDisabled() {
    for (ConnectionState state : others(DISABLED)) {
      leads(state, new Restart("by hand"), new Connecting(1), HANG_UP, DIAL);
    }
    staysFor(DISABLED, new Restart("by hand"));
  }

  @Test
  void whenNobodyNeedsIt_thenItRestsOnlyIfItIsReady() {
    leads(YOUNG, new Rest("unused"), new Idle(), HANG_UP);
    leads(STABLE, new Rest("unused"), new Idle(), HANG_UP);
    STATES.stream()
        .filter(state -> !(state instanceof Ready))
        .forEach(state -> staysFor(state, new Rest("unused")));
  }

  @Test
  void whenALostConnectionIsNotToBeReplaced_thenItIsGivenUpAtOnce() {
    ConnectionLifecycle never =
        new ConnectionLifecycle(
            new RestartPolicy(false, 3, POLICY.base(), POLICY.cap(), POLICY.stable()));

    assertThat(never.on(STABLE, new Lost("gone"), NOW, 0.25))
        .isEqualTo(new Transition(new CrashLooped(2, "gone"), List.of(HANG_UP)));
    assertThat(never.on(CONNECTING, new DialFailed(2, "refused"), NOW, 0.25).next())
        .isInstanceOf(Restarting.class);
  }

  @Test
  void whenAnythingHappens_thenTheSignalTellsWhy() {
    assertThat(SIGNALS).allMatch(signal -> !signal.cause().isBlank());
    assertThat(new Restart("by hand").cause()).isEqualTo("by hand");
    assertThat(new Connected(1, REVISION).cause()).contains("2025-11-25");
    assertThat(new ConsentNeeded(1, "https://as?secret").cause()).doesNotContain("secret");
  }

  @Test
  void whenSignalsComeInAnyOrder_thenItNeverDialsTwiceNorLosesAConnection() {
    Random random = new Random(1);
    ConnectionState state = new Idle();
    int dials = 0;
    int connections = 0;
    for (int step = 0; step < 20_000; step++) {
      ConnectionSignal signal = SIGNALS.get(random.nextInt(SIGNALS.size()));
      boolean dialEnds =
          state instanceof Connecting
              && (signal instanceof DialFailed || signal instanceof Connected);
      Transition transition = lifecycle.on(state, signal, NOW, 0.5);
      dials -= dialEnds && !transition.next().equals(state) ? 1 : 0;
      for (Effect effect : transition.effects()) {
        switch (effect) {
          case Effect.Dial _ -> dials++;
          case Effect.Adopt _ -> connections++;
          case Effect.HangUp _ -> {
            dials = 0;
            connections = 0;
          }
          case Effect.RetryAfter _ -> {}
        }
      }
      state = transition.next();
      assertThat(dials).isEqualTo(state instanceof Connecting ? 1 : 0);
      assertThat(connections).isEqualTo(state instanceof Ready ? 1 : 0);
    }
  }

  @Test
  void whenAskedForALabel_thenEveryStateHasItsOwn() {
    assertThat(STATES.stream().map(ConnectionState::label).distinct())
        .containsExactly(
            "idle",
            "connecting",
            "ready",
            "restarting",
            "awaiting consent",
            "crash-looped",
            "disabled");
  }

  private static List<ConnectionState> others(ConnectionState state) {
    return STATES.stream().filter(other -> !other.equals(state)).toList();
  }

  private void staysFor(ConnectionState state, ConnectionSignal signal) {
    leads(state, signal, state);
  }

  private void leads(
      ConnectionState from, ConnectionSignal signal, ConnectionState to, Effect... effects) {
    assertThat(lifecycle.on(from, signal, NOW, 0.25))
        .as("%s on %s", signal, from)
        .isEqualTo(new Transition(to, List.of(effects)));
  }
}
