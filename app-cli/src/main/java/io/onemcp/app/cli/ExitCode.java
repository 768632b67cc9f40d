package io.onemcp.app.cli;

/** How a command ends, as the shell sees it. */
enum ExitCode {
  /** The command did what it was asked to do. */
  OK(0),
  /** It could not: the configuration, the machine or a peer did not allow it. */
  ERROR(1),
  /** It was called in a way that it does not know. */
  USAGE(2),
  /** What it waited for did not come in time. */
  TIMEOUT(3);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
