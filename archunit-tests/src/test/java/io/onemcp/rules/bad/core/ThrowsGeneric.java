package io.onemcp.rules.bad.core;

/** Breaks: exceptions are specific. */
public final class ThrowsGeneric {
  private ThrowsGeneric() {}

  static void fail() {
    throw new RuntimeException("what happened?");
  }
}
