package io.onemcp.testkit;

import io.onemcp.core.runtime.TimeSource;
import java.time.Duration;

final class FakeTimeTest implements TimeSourceContract {
  private final FakeTime time = new FakeTime();

  @Override
  public TimeSource time() {
    return time;
  }

  @Override
  public void pass() {
    time.advance(Duration.ofMillis(5));
  }
}
