package io.onemcp.app.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What {@code serve} was told on its command line; each value is of its option's kind. */
record ServeArguments(Map<ServeOption, String> given) {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
  private static final Pattern TRUTH = Pattern.compile("true|false");

  /**
   * Reads arguments that need no explanation: each option once, spelled out, with a fitting value.
   * Returns empty for all others, among them every wrong one; those are for picocli, which is as
   * exact about mistakes as it is slow to load: no JVM keeps classes as old as its own in an
   * archive, and they take longer than all of the gateway's.
   */
  static Optional<ServeArguments> plain(List<String> arguments) {
    Map<ServeOption, String> given = new EnumMap<>(ServeOption.class);
    Deque<String> words = new ArrayDeque<>(arguments);
    while (!words.isEmpty()) {
      String word = words.pop();
      int equals = word.indexOf('=');
      Optional<ServeOption> option = named(equals < 0 ? word : word.substring(0, equals));
      Optional<String> value =
          option.flatMap(
              it -> equals < 0 ? following(it, words) : Optional.of(word.substring(equals + 1)));
      if (option.isEmpty() || value.isEmpty() || !fits(option.get(), value.get(), equals >= 0)) {
        return Optional.empty();
      }
      if (given.put(option.get(), value.get()) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(new ServeArguments(given));
  }

  private static Optional<ServeOption> named(String name) {
    for (ServeOption option : ServeOption.values()) {
      if (option.names().contains(name)) {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }

  /** What follows a choice may be its value or a mistake: not plain. */
  private static Optional<String> following(ServeOption option, Deque<String> words) {
    String next = words.isEmpty() ? "-" : words.peek();
    boolean anotherOption = next.startsWith("-");
    return switch (option.kind()) {
      case FLAG, CHOICE -> anotherOption ? Optional.of("true") : Optional.empty();
      case PATH, TEXT, NUMBER -> anotherOption ? Optional.empty() : Optional.of(words.pop());
    };
  }

  private static boolean fits(ServeOption option, String value, boolean attached) {
    return switch (option.kind()) {
      case PATH -> isText(value) && isPath(value);
      case TEXT -> isText(value);
      case NUMBER -> NUMBER.matcher(value).matches();
      case CHOICE -> TRUTH.matcher(value).matches();
      case FLAG -> !attached;
    };
  }

  /** Quotes are picocli's to strip or to keep. */
  private static boolean isText(String value) {
    return !value.isEmpty() && value.indexOf('"') < 0;
  }

  private static boolean isPath(String value) {
    try {
      return !Path.of(value).toString().isEmpty();
    } catch (InvalidPathException _) {
      return false;
    }
  }

  Optional<Path> config() {
    return text(ServeOption.CONFIG).map(Path::of);
  }

  boolean restart() {
    return truth(ServeOption.RESTART).orElse(false);
  }

  Overrides overrides() {
    return new Overrides(
        text(ServeOption.HOST),
        text(ServeOption.PORT).map(Integer::valueOf),
        truth(ServeOption.NO_AUTH),
        truth(ServeOption.CONFIRM_NO_AUTH),
        text(ServeOption.SOCKET).map(path -> Path.of(path).toAbsolutePath().toString()),
        truth(ServeOption.CONFIG_RELOAD));
  }

  private Optional<String> text(ServeOption option) {
    return Optional.ofNullable(given.get(option));
  }

  private Optional<Boolean> truth(ServeOption option) {
    return text(option).map(Boolean::valueOf);
  }
}
