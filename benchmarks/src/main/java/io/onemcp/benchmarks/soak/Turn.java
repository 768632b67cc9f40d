package io.onemcp.benchmarks.soak;

import java.io.IOException;

/**
 * Something that a client does, once.
 *
 * @param kind its name in reports
 * @param server whose trouble explains a refusal; empty if nothing does
 */
record Turn(String kind, String server, Play play) {
  /** Does it, and checks what comes of it. */
  @FunctionalInterface
  interface Play {
    void run() throws IOException, InterruptedException, RefusedException, WrongAnswerException;
  }
}
