package io.onemcp.core.reload;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.ConfigDiff;
import io.onemcp.core.config.ConfigProblem;
import io.onemcp.core.config.ConfigSource;
import io.onemcp.core.config.ConfigSource.Reading;
import io.onemcp.core.config.GatewayConfig;
import io.onemcp.core.event.EventBus;
import io.onemcp.core.reload.ConfigStanding.State;
import io.onemcp.core.runtime.Tasks;
import io.onemcp.core.runtime.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration in use. One thread of its own reads the source when it is asked to, compares,
 * and applies what differs; requests that come while it is busy share the next reading. What cannot
 * be used changes nothing but the {@link #standing}. Safe for use by many threads.
 */
public final class LiveConfig implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveConfig.class);

  private final GatewayConfig started;
  private final ConfigSource source;
  private final Consequences consequences;
  private final EventBus events;
  private final TimeSource time;

  private GatewayConfig running;
  private volatile ConfigStanding standing;

  private long asked;
  private long done;
  private @Nullable Reload latest;
  private boolean closed;

  /**
   * Makes the configuration that a runtime starts with.
   *
   * @param first what was read at the start
   * @param source where it is read again
   */
  public LiveConfig(
      Reading.Loaded first,
      ConfigSource source,
      Consequences consequences,
      EventBus events,
      TimeSource time) {
    this.started = first.config();
    this.running = first.config();
    this.source = source;
    this.consequences = consequences;
    this.events = events;
    this.time = time;
    this.standing =
        new ConfigStanding(state(first.skipped()), time.now(), first.skipped(), List.of());
  }

  /** Begins to serve requests to reload; its thread ends with the tasks. */
  public void start(Tasks tasks) {
    tasks.start("configuration", this::serveRequests);
  }

  /** Returns how what is in use relates to what was read last. */
  public ConfigStanding standing() {
    return standing;
  }

  /** Asks for a reload, and does not wait for it. */
  public synchronized void request() {
    asked++;
    notifyAll();
  }

  /**
   * Reads the source anew, applies what differs, and returns what came of it.
   *
   * @throws IllegalStateException if it is closed
   */
  public synchronized Reload reload() throws InterruptedException {
    request();
    long mine = asked;
    Reload outcome = latest;
    while (done < mine || outcome == null) {
      if (closed) {
        throw new IllegalStateException("configuration: closed (expected: a running gateway)");
      }
      wait();
      outcome = latest;
    }
    return outcome;
  }

  /** Nothing is applied any more, but for what is being applied. */
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  private void serveRequests() {
    try {
      while (true) {
        long upTo = awaitRequest();
        Reload outcome = readAndApply();
        finished(upTo, outcome);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized long awaitRequest() throws InterruptedException {
    while (asked == done || closed) {
      wait();
    }
    return asked;
  }

  private synchronized void finished(long upTo, Reload outcome) {
    done = upTo;
    latest = outcome;
    notifyAll();
  }

  private Reload readAndApply() {
    try {
      return switch (source.load()) {
        case Reading.Loaded loaded -> apply(loaded);
        case Reading.Rejected(var problems) -> reject(problems);
      };
    } catch (RuntimeException e) {
      LOG.error("configuration: reload failed for a reason of our own", e);
      return reject(
          List.of(
              new ConfigProblem(
                  "configuration",
                  0,
                  0,
                  "",
                  "internal error, see the log",
                  Optional.empty(),
                  Optional.empty())));
    }
  }

  private Reload apply(Reading.Loaded loaded) {
    GatewayConfig next = keepingLastGood(loaded);
    ConfigDiff diff = ConfigDiff.between(running, next, started);
    boolean wasRejected = standing.state() == State.REJECTED;
    if (!diff.isEmpty()) {
      consequences.apply(diff, next);
    }
    running = next;
    stand(state(loaded.skipped()), loaded.skipped());
    if (diff.isEmpty()) {
      Reload.Unchanged unchanged = new Reload.Unchanged(loaded.skipped());
      if (wasRejected) {
        LOG.info("configuration: can be used again, and says what is in use");
        events.publish(unchanged);
      }
      return unchanged;
    }
    LOG.info("configuration applied: {}", diff);
    loaded.skipped().forEach(problem -> LOG.warn("configuration: left out: {}", problem));
    Reload.Applied applied = new Reload.Applied(diff, loaded.skipped(), loaded.warnings());
    events.publish(applied);
    return applied;
  }

  private Reload reject(List<ConfigProblem> problems) {
    boolean news = standing.state() != State.REJECTED || !standing.problems().equals(problems);
    stand(State.REJECTED, problems);
    Reload.Rejected rejected = new Reload.Rejected(problems);
    if (news) {
      LOG.warn("configuration cannot be used, the last good one stays: {}", rejected.lines());
      events.publish(rejected);
    }
    return rejected;
  }

  /** A server whose entry cannot be understood goes on as it was. */
  private GatewayConfig keepingLastGood(Reading.Loaded loaded) {
    List<BackendDefinition> backends = new ArrayList<>(loaded.config().backends());
    running.backends().stream()
        .filter(backend -> loaded.unusable().contains(backend.name()))
        .forEach(backends::add);
    return loaded.config().withBackends(backends);
  }

  private void stand(State state, List<ConfigProblem> problems) {
    ConfigStanding before = standing;
    boolean same = before.state() == state && before.problems().equals(problems);
    standing =
        new ConfigStanding(
            state,
            same ? before.since() : time.now(),
            problems,
            ConfigDiff.between(started, running, started).pending());
  }

  private static State state(List<ConfigProblem> skipped) {
    return skipped.isEmpty() ? State.APPLIED : State.INCOMPLETE;
  }

  /** Makes a runtime what its configuration says. */
  @FunctionalInterface
  public interface Consequences {
    /** Applies what differs; does not wait for backends. */
    void apply(ConfigDiff diff, GatewayConfig next);
  }
}
