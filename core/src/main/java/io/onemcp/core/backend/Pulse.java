package io.onemcp.core.backend;

import io.onemcp.core.GatewayException;
import io.onemcp.core.config.SupervisionConfig.Liveness;
import io.onemcp.core.runtime.Deadline;
import io.onemcp.core.runtime.Tasks;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Feels the pulse of one connection: a backend that was silent for long is asked whether it is
 * there, and taken for lost if it misses several questions in a row. Whatever comes from it is a
 * sign of life. Holds no thread while it waits.
 */
final class Pulse {
  private static final int SERVER_FAULT = 500;

  private final Hop hop;
  private final Liveness rule;
  private final Tasks tasks;
  private final BooleanSupplier busy;
  private final Consumer<String> onDeath;

  private volatile boolean sign;
  private Vitals vitals = Vitals.WELL;
  private Tasks.@Nullable Task next;
  private boolean over;

  /**
   * Makes a pulse that is not felt yet.
   *
   * @param busy whether calls are under way
   * @param onDeath takes the reason why the connection counts as lost; called at most once
   */
  Pulse(Hop hop, Liveness rule, Tasks tasks, BooleanSupplier busy, Consumer<String> onDeath) {
    this.hop = hop;
    this.rule = rule;
    this.tasks = tasks;
    this.busy = busy;
    this.onDeath = onDeath;
  }

  void begin() {
    plan(rule.interval());
  }

  /** Something came from the backend. */
  void heard() {
    if (!sign) {
      sign = true;
    }
  }

  /** A call was given up for which the backend had all the time it may take. */
  synchronized void suspect() {
    if (!vitals.suspected()) {
      vitals = vitals.suspect();
      plan(Duration.ZERO);
    }
  }

  synchronized void end() {
    over = true;
    cancelNext();
  }

  private synchronized void plan(Duration pause) {
    if (!over && rule.interval().isPositive()) {
      cancelNext();
      next = tasks.after(pause, this::look);
    }
  }

  private void cancelNext() {
    if (next != null) {
      next.cancel();
    }
  }

  private void look() {
    if (!proven() && mustAsk()) {
      tasks.start("pulse", this::ask);
    } else {
      plan(rule.interval());
    }
  }

  private synchronized boolean mustAsk() {
    return vitals.asks(busy.getAsBoolean());
  }

  /** Returns whether there was a sign of life since this was asked last. */
  private synchronized boolean proven() {
    boolean alive = sign;
    sign = false;
    if (alive) {
      vitals = Vitals.WELL;
    }
    return alive;
  }

  private void ask() {
    Deadline deadline = Deadline.arm(tasks, rule.timeout());
    try (deadline) {
      hop.ping();
      heard();
    } catch (InterruptedException _) {
      if (!deadline.expired()) {
        Thread.currentThread().interrupt();
        return;
      }
    } catch (BackendRefusedException e) {
      if (e.status() < SERVER_FAULT) {
        heard();
      }
    } catch (GatewayException _) {
      // No answer: told below, if nothing else came either.
    }
    judge(deadline.expired());
  }

  /** A question that nobody took in is asked again later, one that nobody answered at once. */
  private void judge(boolean waited) {
    if (proven()) {
      plan(rule.interval());
    } else if (miss()) {
      onDeath.accept(
          "no sign of life: "
              + rule.misses()
              + " questions in a row were not answered within "
              + rule.timeout().toMillis()
              + " ms");
    } else {
      plan(waited ? Duration.ZERO : rule.timeout());
    }
  }

  private synchronized boolean miss() {
    vitals = vitals.missed();
    boolean dead = vitals.isDead(rule.misses()) && !over;
    over |= dead;
    return dead;
  }
}
