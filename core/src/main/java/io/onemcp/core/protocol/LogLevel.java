package io.onemcp.core.protocol;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Severity of a log notification (RFC 5424, section 6.2.1), the most verbose first. */
public enum LogLevel {
  DEBUG,
  INFO,
  NOTICE,
  WARNING,
  ERROR,
  CRITICAL,
  ALERT,
  EMERGENCY;

  /** Returns the spelling on the wire. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns whether a message of this level passes a threshold. */
  public boolean passes(LogLevel threshold) {
    return compareTo(threshold) >= 0;
  }

  /** Returns the level of a log notification; the most severe where it names none. */
  public static LogLevel of(Message.Notification message) {
    return Optional.ofNullable(message.params().text("level"))
        .flatMap(LogLevel::of)
        .orElse(EMERGENCY);
  }

  /** Finds the level spelled like this. */
  public static Optional<LogLevel> of(String wire) {
    return Arrays.stream(values()).filter(level -> level.wire().equals(wire)).findFirst();
  }
}
