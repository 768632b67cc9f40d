package io.onemcp.app.embedded.system;

import io.onemcp.core.runtime.TimeSource;
import io.onemcp.testkit.TimeSourceContract;
import java.util.concurrent.locks.LockSupport;

final class SystemTimeTest implements TimeSourceContract {
  @Override
  public TimeSource time() {
    return new SystemTime();
  }

  @Override
  public void pass() {
    long from = System.currentTimeMillis();
    while (System.currentTimeMillis() < from + 2) {
      LockSupport.parkNanos(500_000);
    }
  }
}
