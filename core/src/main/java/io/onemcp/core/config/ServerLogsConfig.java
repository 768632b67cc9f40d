package io.onemcp.core.config;

/**
 * How much is kept of what servers write on their standard error.
 *
 * @param maxBytes size, in bytes, at which a server's file is put aside and a new one begun
 * @param files most files for one server, the current one included; 0 for none
 */
public record ServerLogsConfig(int maxBytes, int files) {
  /** Enough for days of most servers. */
  public static final ServerLogsConfig DEFAULT = new ServerLogsConfig(10 << 20, 3);

  public ServerLogsConfig {
    if (maxBytes < 1 || files < 0) {
      throw new IllegalArgumentException(
          "server logs: " + maxBytes + ", " + files + " (expected: 1 or more, 0 or more)");
    }
  }
}
