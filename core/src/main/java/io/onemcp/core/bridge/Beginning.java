package io.onemcp.core.bridge;

import io.onemcp.core.GatewayException;
import io.onemcp.core.backend.BackendLostException;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.runtime.Tasks;
import io.onemcp.core.runtime.Tasks.Task;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call that may begin a task, on a thread that nobody's cancellation reaches: a task that is just
 * being begun has to be known before it can be cancelled.
 */
final class Beginning {
  private static final Logger LOG = LoggerFactory.getLogger(Beginning.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Tasks tasks;
  private final Task running;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile @Nullable Response response;
  private volatile @Nullable GatewayException failure;

  Beginning(Tasks tasks, Work work) {
    this.tasks = tasks;
    this.running = tasks.start("task-begin", () -> run(work));
  }

  private void run(Work work) {
    try {
      response = work.call();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (GatewayException e) {
      failure = e;
    } finally {
      over.countDown();
    }
  }

  /** Waits for the answer. */
  Response await() throws InterruptedException {
    over.await();
    GatewayException thrown = failure;
    if (thrown != null) {
      throw thrown;
    }
    Response answer = response;
    if (answer == null) {
      throw new BackendLostException("the backend did not say whether it has begun a task");
    }
    return answer;
  }

  /**
   * Has what was begun undone, once it is known; a call that takes its time is cancelled itself.
   */
  void undo(Undoing undoing) {
    tasks.after(PATIENCE, running::cancel);
    tasks.start(
        "task-cancel",
        () -> {
          try {
            undoing.undo(await());
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          } catch (GatewayException e) {
            LOG.debug("a task was not cancelled: {}", e.getMessage());
          }
        });
  }

  /** The call itself. */
  @FunctionalInterface
  interface Work {
    Response call() throws InterruptedException;
  }

  /** What is done about a task that nobody wants any more. */
  @FunctionalInterface
  interface Undoing {
    void undo(Response begun) throws InterruptedException;
  }
}
