package io.onemcp.benchmarks.rig;

/** How an echo server is reached. */
public enum BackendKind {
  STDIO,
  HTTP;

  /** Returns the name in figures and reports. */
  public String label() {
    return this == STDIO ? "stdio" : "HTTP";
  }
}
