package io.onemcp.adapters.stdio;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What the environment of every process says whom it belongs to. Descendants inherit it, wherever
 * they go; so those that left their group and lost their parents are still found.
 *
 * @param scope stands for what the runtimes of one configuration share, or for nothing
 * @param owner the gateway's process
 * @param born when the gateway's process started, in the operating system's own count
 * @param nonce tells two runtimes in one process apart
 */
record OwnerMark(String scope, long owner, long born, String nonce) {
  /** The variable that holds it. */
  static final String VARIABLE = "ONEMCP_OWNER";

  private static final String NO_SCOPE = "none";
  private static final int PARTS = 5;

  /** Makes the mark of a runtime in this process. */
  static OwnerMark own(Optional<String> scope, ProcTable processes, String nonce) {
    long own = ProcessHandle.current().pid();
    return new OwnerMark(
        scope.map(OwnerMark::digest).orElse(NO_SCOPE), own, processes.born(own).orElse(0), nonce);
  }

  /** Reads the value of the variable; empty if it is not one of ours. */
  static Optional<OwnerMark> read(String value) {
    String[] parts = value.split("\\.", -1);
    if (parts.length != PARTS) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new OwnerMark(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]), parts[3]));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /** Returns what the values of all processes of this runtime begin with. */
  String prefix() {
    return text() + ".";
  }

  /** Returns the value for one child and its descendants. */
  String ofChild(long number) {
    return prefix() + number;
  }

  /** Returns whether both were made for the same configuration. */
  boolean sharesScope(OwnerMark other) {
    return !scope.equals(NO_SCOPE) && scope.equals(other.scope);
  }

  /** Returns the part that is the same for all children. */
  String text() {
    return scope + "." + owner + "." + born + "." + nonce;
  }

  private static String digest(String scope) {
    CRC32C sum = new CRC32C();
    sum.update(scope.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().toHexDigits(sum.getValue());
  }
}
