package io.onemcp.rules.bad.adapters.two;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Breaks: clock and threads come through ports. */
public final class UsesExecutors {
  private UsesExecutors() {}

  static ExecutorService pool() {
    return Executors.newSingleThreadExecutor();
  }
}
