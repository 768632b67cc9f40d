package io.onemcp.rules.bad.core;

/** Breaks: standard streams belong to the command line and the stdio door. */
public final class Prints {
  private Prints() {}

  static void print() {
    System.out.println("corrupts the wire");
  }
}
