package io.onemcp.adapters.config;

import io.onemcp.adapters.config.ConfigValue.Digits;
import io.onemcp.adapters.config.ConfigValue.Flag;
import io.onemcp.adapters.config.ConfigValue.Items;
import io.onemcp.adapters.config.ConfigValue.Member;
import io.onemcp.adapters.config.ConfigValue.Nothing;
import io.onemcp.adapters.config.ConfigValue.Table;
import io.onemcp.adapters.config.ConfigValue.Text;
import io.onemcp.adapters.config.ValueKind.Choice;
import io.onemcp.adapters.config.ValueKind.Size;
import io.onemcp.adapters.config.ValueKind.Span;
import io.onemcp.adapters.config.ValueKind.Whole;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys of one object. What is absent, null or wrong reads as empty; what is wrong becomes
 * a finding that tells where it stands and never what it says.
 */
final class Section {
  private final Table table;
  private final String path;
  private final Findings findings;

  Section(Table table, String path, Findings findings) {
    this.table = table;
    this.path = path;
    this.findings = findings;
  }

  boolean has(ConfigKey key) {
    return value(key) != null;
  }

  /** Returns a text that is not blank. */
  Optional<String> text(ConfigKey key) {
    ConfigValue value = value(key);
    if (value == null) {
      return Optional.empty();
    }
    Optional<String> text =
        value instanceof Text(_, String it) && !it.isBlank() ? Optional.of(it) : Optional.empty();
    return orFinding(text, key, value);
  }

  Optional<Boolean> flag(ConfigKey key) {
    ConfigValue value = value(key);
    return value == null
        ? Optional.empty()
        : orFinding(
            value instanceof Flag(_, boolean on) ? Optional.of(on) : Optional.empty(), key, value);
  }

  OptionalInt whole(ConfigKey key) {
    ConfigValue value = value(key);
    if (value == null || !(key.kind() instanceof Whole(int least, int most))) {
      return OptionalInt.empty();
    }
    Optional<Integer> number =
        spelling(value)
            .filter(it -> value instanceof Digits && it.matches("-?\\d{1,9}"))
            .map(Integer::valueOf)
            .filter(it -> it >= least && it <= most);
    return orFinding(number, key, value).map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }

  Optional<Duration> span(ConfigKey key) {
    ConfigValue value = value(key);
    if (value == null || !(key.kind() instanceof Span(boolean zeroAllowed))) {
      return Optional.empty();
    }
    Optional<Duration> span =
        spelling(value)
            .flatMap(Units::duration)
            .filter(it -> zeroAllowed || it.compareTo(Duration.ZERO) > 0);
    return orFinding(span, key, value);
  }

  /** Returns a number of bytes. */
  OptionalInt size(ConfigKey key) {
    ConfigValue value = value(key);
    if (value == null) {
      return OptionalInt.empty();
    }
    OptionalLong bytes = Units.bytes(spelling(value).orElse(""));
    Optional<Integer> size =
        bytes.isPresent()
                && bytes.getAsLong() >= Size.LEAST
                && bytes.getAsLong() <= Integer.MAX_VALUE
            ? Optional.of((int) bytes.getAsLong())
            : Optional.empty();
    return orFinding(size, key, value).map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }

  /** Returns one of the key's words. */
  Optional<String> choice(ConfigKey key) {
    Optional<String> text = text(key);
    if (text.isEmpty() || !(key.kind() instanceof Choice(List<String> words))) {
      return Optional.empty();
    }
    if (words.contains(text.get())) {
      return text;
    }
    add(key, "unknown word", Optional.of(key.kind().expectation()), Nearest.to(text.get(), words));
    return Optional.empty();
  }

  /** Returns an absolute http or https URL with a host. */
  Optional<URI> address(ConfigKey key) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<URI> address = address(text.get());
    if (address.isEmpty()) {
      add(key, "no usable URL", Optional.of(key.kind().expectation()), Optional.empty());
    }
    return address;
  }

  /** Returns a list of absolute http or https URLs with hosts; empty if one cannot be used. */
  List<URI> addresses(ConfigKey key) {
    List<String> texts = texts(key);
    List<URI> addresses =
        texts.stream().flatMap(text -> address(text).stream()).distinct().toList();
    if (has(key) && (addresses.isEmpty() || addresses.size() < texts.size())) {
      add(key, "no usable URLs", Optional.of(key.kind().expectation()), Optional.empty());
      return List.of();
    }
    return addresses;
  }

  private static Optional<URI> address(String text) {
    try {
      return Optional.of(new URI(text))
          .filter(it -> it.getHost() != null)
          .filter(it -> String.valueOf(it.getScheme()).matches("(?i)https?"));
    } catch (URISyntaxException _) {
      // Told by whoever asks, without the text: it may hold a password.
      return Optional.empty();
    }
  }

  List<String> texts(ConfigKey key) {
    ConfigValue value = value(key);
    if (value == null) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    if (value instanceof Items(_, List<ConfigValue> values)) {
      for (ConfigValue item : values) {
        orFinding(spelling(item), key, item).ifPresent(texts::add);
      }
    } else {
      orFinding(Optional.empty(), key, value);
    }
    return texts;
  }

  Map<String, String> pairs(ConfigKey key) {
    ConfigValue value = value(key);
    if (value == null) {
      return Map.of();
    }
    Map<String, String> pairs = new LinkedHashMap<>();
    if (value instanceof Table inner) {
      inner.members().forEach((name, member) -> addPair(pairs, key, name, member.value()));
    } else {
      orFinding(Optional.empty(), key, value);
    }
    return pairs;
  }

  private void addPair(Map<String, String> pairs, ConfigKey key, String name, ConfigValue value) {
    if (value instanceof Nothing) {
      return;
    }
    Optional<String> text = spelling(value);
    if (text.isPresent()) {
      pairs.put(name, text.get());
    } else {
      String where = Findings.join(Findings.join(path, key.leaf()), name);
      findings.add(value.at(), where, "is " + value.kind(), "a text");
    }
  }

  /** Reports that a key's value is wrong, at the value's place. */
  void add(ConfigKey key, String problem, Optional<String> expectation, Optional<String> nearest) {
    ConfigValue value = value(key);
    Position at = value == null ? table.at() : value.at();
    findings.add(at, Findings.join(path, key.leaf()), problem, expectation, nearest);
  }

  /** Returns the value of a key where it is an object or a list; null where it is absent. */
  @Nullable ConfigValue value(ConfigKey key) {
    Member member = table.members().get(key.leaf());
    return member == null || member.value() instanceof Nothing ? null : member.value();
  }

  private <T> Optional<T> orFinding(Optional<T> read, ConfigKey key, ConfigValue value) {
    if (read.isEmpty()) {
      String problem =
          switch (value) {
            case Text _ -> "this text cannot be used";
            case Digits _ -> "this number cannot be used";
            default -> "is " + value.kind();
          };
      findings.add(value.at(), Findings.join(path, key.leaf()), problem, key.kind().expectation());
    }
    return read;
  }

  private static Optional<String> spelling(ConfigValue value) {
    return switch (value) {
      case Text(_, String text) -> Optional.of(text);
      case Digits(_, String spelling) -> Optional.of(spelling);
      case Flag(_, boolean on) -> Optional.of(Boolean.toString(on));
      default -> Optional.empty();
    };
  }
}
