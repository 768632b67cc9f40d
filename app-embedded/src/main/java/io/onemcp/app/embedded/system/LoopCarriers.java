package io.onemcp.app.embedded.system;

import io.onemcp.core.runtime.Carrier;
import io.onemcp.core.runtime.Tasks;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/** All event loops that carry virtual threads; sees to it that none of those waits for its loop. */
final class LoopCarriers {
  /** How long a step waits for a loop that does something else, while there is much to do. */
  private static final Duration SOON = Duration.ofMillis(10);

  /** The same after a time in which no loop had anything to do. */
  private static final Duration IDLE = Duration.ofMillis(100);

  private static final ScopedValue<CarriedThread> CARRIED = ScopedValue.newInstance();

  private final VirtualThreads threads;
  private final BiConsumer<Duration, Runnable> timer;
  private final Starter starter;
  private final Set<LoopSteps> loops = ConcurrentHashMap.newKeySet();
  private volatile boolean ended;

  LoopCarriers(VirtualThreads threads, BiConsumer<Duration, Runnable> timer, Starter starter) {
    this.threads = threads;
    this.timer = timer;
    this.starter = starter;
  }

  /** Starts threads, and knows them until they end. */
  @FunctionalInterface
  interface Starter {
    /** Starts a thread that the maker makes; it does the work, and says when it has ended. */
    Tasks.Task start(String name, Runnable work, Maker maker);
  }

  /** Makes a thread of this name that has not started yet. */
  @FunctionalInterface
  interface Maker {
    Thread make(String name, Runnable work);
  }

  /** Makes a virtual thread that no loop carries, whoever asks. */
  Thread make(String name, Runnable work) {
    return threads.make(threads.usual(), name, work);
  }

  /** Makes a carrier of a loop. */
  Carrier of(Executor loop) {
    LoopSteps steps = new LoopSteps(loop, threads.usual());
    boolean first = loops.isEmpty();
    loops.add(steps);
    if (ended) {
      steps.end();
    } else if (first) {
      timer.accept(SOON, this::glance);
    }
    return new LoopCarrier(steps);
  }

  private void glance() {
    boolean busy = false;
    for (LoopSteps loop : loops) {
      busy |= loop.glance();
    }
    if (!ended) {
      timer.accept(busy ? SOON : IDLE, this::glance);
    }
  }

  /** Returns the loop that carries the calling thread. */
  static Optional<Executor> carrying() {
    return CARRIED.isBound() ? CARRIED.get().loop() : Optional.empty();
  }

  /** Runs an action after the turn of the loop that carries the calling thread, else at once. */
  static void afterTurn(Runnable action) {
    if (CARRIED.isBound()) {
      CARRIED.get().afterTurn(action);
    } else {
      action.run();
    }
  }

  /** The calling thread leaves its loop, if one carries it. */
  static void leave() {
    if (CARRIED.isBound()) {
      CARRIED.get().leave();
    }
  }

  /** From now on nothing waits for any loop. */
  void end() {
    ended = true;
    loops.forEach(LoopSteps::end);
  }

  /** One loop, as it is seen by those who have work for it. */
  private final class LoopCarrier implements Carrier {
    private final LoopSteps steps;

    LoopCarrier(LoopSteps steps) {
      this.steps = steps;
    }

    @Override
    public Tasks.Task start(String name, Runnable work) {
      CarriedThread carried = new CarriedThread(steps, threads.usual());
      return starter.start(
          name,
          () -> ScopedValue.where(CARRIED, carried).run(work),
          (label, whole) -> threads.make(carried, label, whole));
    }

    @Override
    public void execute(Runnable action) {
      steps.act(action);
    }

    @Override
    public boolean carries() {
      return true;
    }
  }
}
