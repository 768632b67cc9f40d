package io.onemcp.core.backend;

/**
 * What is known of the life in a connected backend. One missed answer is no outage; and a backend
 * that is busy with calls may be too busy to answer, unless one of those calls was given up.
 *
 * @param misses questions in a row that it has not answered
 * @param suspected whether a call to it was given up without a sign of life
 */
record Vitals(int misses, boolean suspected) {
  static final Vitals WELL = new Vitals(0, false);

  Vitals missed() {
    return new Vitals(misses + 1, suspected);
  }

  Vitals suspect() {
    return new Vitals(misses, true);
  }

  /** Returns whether a backend that was silent has to be asked. */
  boolean asks(boolean busy) {
    return suspected || !busy;
  }

  boolean isDead(int limit) {
    return misses >= limit;
  }
}
