package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.report.Terms;

/** How an echo server is reached. */
enum BackendKind {
  /** A child process. */
  STDIO(Terms.STDIO),
  /** Over HTTP, and every answer is JSON. */
  HTTP(Terms.HTTP),
  /** Over HTTP, and every answer is a stream with one event. */
  SSE("SSE"),
  /** An object in the process of the gateway. */
  IN_PROCESS("in-process");

  private final String label;

  BackendKind(String label) {
    this.label = label;
  }

  /** Returns the name in figures and reports. */
  String label() {
    return label;
  }
}
