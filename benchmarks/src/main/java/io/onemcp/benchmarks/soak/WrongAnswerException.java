package io.onemcp.benchmarks.soak;

/** An answer that should not be: another one's, an incomplete one, or none. */
final class WrongAnswerException extends Exception {
  private static final long serialVersionUID = 1;
  private static final int LONGEST = 500;

  WrongAnswerException(String expected, String actual) {
    super(cut(actual) + " (expected: " + cut(expected) + ")");
  }

  private static String cut(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }
}
