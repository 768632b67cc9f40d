package io.onemcp.adapters.stdio;

import io.onemcp.core.runtime.Tasks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Tasks whose caller is carried by a loop that is always within a turn.
 *
 * @param atTheEnd what is to be done after the turn
 */
record LoopTasks(List<Runnable> atTheEnd) implements Tasks {
  @Override
  public Optional<Executor> carrying() {
    return Optional.of(Runnable::run);
  }

  @Override
  public void afterTurn(Runnable action) {
    atTheEnd.add(action);
  }

  @Override
  public Task start(String name, Runnable work) {
    throw new UnsupportedOperationException(name);
  }

  @Override
  public Task startPlatform(String name, Runnable work) {
    throw new UnsupportedOperationException(name);
  }

  @Override
  public Task after(Duration delay, Runnable action) {
    throw new UnsupportedOperationException("after " + delay);
  }

  @Override
  public void close() {
    atTheEnd.clear();
  }
}
