package io.onemcp.core.config;

import java.util.regex.Pattern;

/**
 * The name of a backend, as configured; it becomes part of tool names, so it uses the characters
 * that model providers accept.
 */
public record BackendName(String value) implements Comparable<BackendName> {
  /** Longest name, in characters. */
  public static final int MAX_LENGTH = 48;

  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_.-]{1," + MAX_LENGTH + "}");

  public BackendName {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "server name: \""
              + value
              + "\" (expected: 1 to "
              + MAX_LENGTH
              + " of A-Z a-z 0-9 _ . -)");
    }
  }

  /** Returns whether a text can be a backend's name. */
  public static boolean isValid(String text) {
    return ALLOWED.matcher(text).matches();
  }

  /**
   * Returns the name of one replica, counted from 1: the first has the group's own.
   *
   * @throws IllegalArgumentException if that would be too long
   */
  public BackendName replica(int number) {
    return number == 1 ? this : new BackendName(value + "-" + number);
  }

  @Override
  public int compareTo(BackendName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
