package io.onemcp.app.embedded.system;

import java.util.Optional;
import java.util.concurrent.Executor;

/** Where the steps of one virtual thread run: at a loop, or, once it has left that, elsewhere. */
final class CarriedThread implements Executor {
  private final LoopSteps loop;
  private final Executor others;
  private volatile boolean left;

  CarriedThread(LoopSteps loop, Executor others) {
    this.loop = loop;
    this.others = others;
  }

  @Override
  public void execute(Runnable step) {
    if (left) {
      others.execute(step);
    } else {
      loop.step(step);
    }
  }

  /** Returns the loop, if the thread has not left it. */
  Optional<Executor> loop() {
    return left ? Optional.empty() : loop.loop();
  }

  /** Runs an action after the loop's turn; at once if the thread has left it. */
  void afterTurn(Runnable action) {
    if (left) {
      action.run();
    } else {
      loop.afterTurn(action);
    }
  }

  /** Leaves the loop. To be called by the virtual thread itself. */
  @SuppressWarnings("ThreadPriorityCheck")
  void leave() {
    if (!left) {
      left = true;
      // Ends this step; the next one runs elsewhere.
      Thread.yield();
    }
  }
}
