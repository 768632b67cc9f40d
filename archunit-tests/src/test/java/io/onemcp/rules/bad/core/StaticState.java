package io.onemcp.rules.bad.core;

import java.util.concurrent.ConcurrentHashMap;

/** Breaks: no mutable static state, twice. */
public final class StaticState {
  static int counter;
  static final ConcurrentHashMap<String, String> CACHE = new ConcurrentHashMap<>();

  private StaticState() {}
}
