package io.onemcp.adapters.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads amounts with a unit, such as {@code 30s} or {@code 4MiB}. */
public final class Units {
  static final Duration LONGEST = Duration.ofDays(365);

  /** At most nine digits, so that no product overflows. */
  private static final Pattern AMOUNT = Pattern.compile("(\\d{1,9}) ?([A-Za-z]*)");

  private static final Map<String, Duration> TIMES =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  private static final Map<String, Long> SIZES =
      Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

  private Units() {}

  /** Returns a span of time up to a year; a number without a unit counts milliseconds. */
  public static Optional<Duration> duration(String text) {
    Matcher amount = AMOUNT.matcher(text);
    if (!amount.matches()) {
      return Optional.empty();
    }
    String unit = amount.group(2);
    return Optional.ofNullable(TIMES.get(unit.isEmpty() ? "ms" : unit))
        .map(one -> one.multipliedBy(Long.parseLong(amount.group(1))))
        .filter(span -> span.compareTo(LONGEST) <= 0);
  }

  /** Returns a number of bytes. */
  static OptionalLong bytes(String text) {
    Matcher amount = AMOUNT.matcher(text);
    if (!amount.matches()) {
      return OptionalLong.empty();
    }
    String unit = amount.group(2);
    Long one = SIZES.get(unit.isEmpty() ? "B" : unit);
    return one == null
        ? OptionalLong.empty()
        : OptionalLong.of(one * Long.parseLong(amount.group(1)));
  }
}
