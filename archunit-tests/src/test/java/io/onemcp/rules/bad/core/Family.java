package io.onemcp.rules.bad.core;

/** Breaks: sealed families close over data. */
public sealed interface Family permits Family.Open {
  /** A member that anyone may extend. */
  non-sealed class Open implements Family {}
}
