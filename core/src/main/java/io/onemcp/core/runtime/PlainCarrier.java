package io.onemcp.core.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An event loop that carries nothing: virtual threads run beside it. */
record PlainCarrier(Tasks tasks, Executor loop) implements Carrier {
  private static final Logger LOG = LoggerFactory.getLogger(PlainCarrier.class);

  @Override
  public Tasks.Task start(String name, Runnable work) {
    return tasks.start(name, work);
  }

  @Override
  public void execute(Runnable action) {
    try {
      loop.execute(action);
    } catch (RejectedExecutionException e) {
      LOG.debug("too late: the loop has ended", e);
    }
  }

  @Override
  public boolean carries() {
    return false;
  }
}
