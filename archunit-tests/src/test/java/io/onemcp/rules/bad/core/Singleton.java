package io.onemcp.rules.bad.core;

/** Breaks: no singletons. */
public final class Singleton {
  private static final Singleton ONLY = new Singleton();

  private Singleton() {}

  public static Singleton getInstance() {
    return ONLY;
  }
}
