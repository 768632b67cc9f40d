package io.onemcp.app.embedded.system;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one event loop has to run: steps of virtual threads, which others may run in its stead, and
 * actions, which nobody else may. The loop is woken once for all that come together. Safe for use
 * by many threads.
 *
 * <p>A loop that does not get to its steps is stood in for: it may be waiting for a lock that a
 * virtual thread holds, or is about to be given, whose next step waits here.
 */
final class LoopSteps {
  private static final Logger LOG = LoggerFactory.getLogger(LoopSteps.class);

  private final Executor loop;
  private final Optional<Executor> known;
  private final Executor others;
  private final Queue<Runnable> steps = new ConcurrentLinkedQueue<>();
  private final Queue<Runnable> actions = new ConcurrentLinkedQueue<>();

  /** What is to be done after all steps and actions; by others, too. */
  private final Queue<Runnable> lasts = new ConcurrentLinkedQueue<>();

  private final Runnable turn = this::turn;

  /** Whether the loop was told to come, and has not been here yet, or is here. */
  private final AtomicBoolean due = new AtomicBoolean();

  /** Whether others run the steps, until the loop comes. */
  private volatile boolean away;

  private volatile boolean ended;

  /** How much the loop has done; written by the loop only. */
  private volatile long done;

  private long doneBefore;
  private boolean waitedBefore;

  /**
   * Makes the queue of a loop.
   *
   * @param others run steps while the loop does not
   */
  LoopSteps(Executor loop, Executor others) {
    this.loop = loop;
    this.known = Optional.of(loop);
    this.others = others;
  }

  /** Returns the loop itself. */
  Optional<Executor> loop() {
    return known;
  }

  /** Has a step run by the loop, or by others. */
  void step(Runnable step) {
    enter(steps, step);
  }

  /** Has an action run by the loop after all else, or by others. */
  void afterTurn(Runnable action) {
    enter(lasts, action);
  }

  private void enter(Queue<Runnable> queue, Runnable next) {
    if (away || ended) {
      others.execute(next);
      return;
    }
    queue.add(next);
    if (!PlainThread.defers(this)) {
      wake();
    }
    if (ended) {
      standIn();
    }
  }

  /** Has an action run by the loop; forgets it if the loop has ended. */
  void act(Runnable action) {
    if (!ended) {
      actions.add(action);
      wake();
    }
  }

  /** Has the loop come, unless it is about to. */
  void wake() {
    if (!due.get() && due.compareAndSet(false, true)) {
      try {
        loop.execute(turn);
      } catch (RejectedExecutionException e) {
        LOG.debug("an event loop has ended", e);
        end();
      }
    }
  }

  /** The loop has ended, or is about to: from now on others run all steps. */
  void end() {
    ended = true;
    standIn();
  }

  /**
   * Looks whether the loop comes to its steps, and stands in for it if it has not since the last
   * look. To be called by one thread, again and again.
   *
   * @return whether the loop has done something since the last look
   */
  boolean glance() {
    long now = done;
    boolean idle = now == doneBefore;
    boolean waits = !steps.isEmpty() || !lasts.isEmpty();
    if (idle && waits && waitedBefore) {
      away = true;
      standIn();
    }
    doneBefore = now;
    waitedBefore = waits;
    return !idle || waits;
  }

  private void standIn() {
    handOver(steps);
    handOver(lasts);
  }

  private void handOver(Queue<Runnable> queue) {
    for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
      others.execute(next);
    }
  }

  private void turn() {
    away = false;
    do {
      runAll(steps);
      runAll(actions);
      runAll(lasts);
      due.set(false);
    } while (isLeft() && due.compareAndSet(false, true));
  }

  private boolean isLeft() {
    return !steps.isEmpty() || !actions.isEmpty() || !lasts.isEmpty();
  }

  @SuppressWarnings("NonAtomicVolatileUpdate")
  private void runAll(Queue<Runnable> queue) {
    for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
      try {
        next.run();
      } catch (RuntimeException | Error e) {
        LOG.error("an action of an event loop failed", e);
      }
      done++;
    }
  }
}
