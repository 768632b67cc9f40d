package io.onemcp.adapters.config;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the values of variables into texts: <code>${NAME}</code>, <code>${env:NAME}</code>, and
 * <code>${NAME:-text}</code> for a text where the variable is unset or empty. <code>$${</code>
 * stands for <code>${</code>.
 */
final class Variables {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(}?)", Pattern.DOTALL);
  private static final Pattern REFERENCE =
      Pattern.compile("(?:env:)?([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?", Pattern.DOTALL);

  private final Map<String, String> values;

  /** Makes variables of the process's environment over those of a file. */
  Variables(Map<String, String> environment, Map<String, String> file) {
    Map<String, String> merged = new LinkedHashMap<>(file);
    merged.putAll(environment);
    this.values = Map.copyOf(merged);
  }

  Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** Returns the text with all values put in; what is missing becomes one finding. */
  String fill(String text, Position at, String key, Findings findings) {
    Set<String> missing = new LinkedHashSet<>();
    Findings odd = findings.another();
    String filled =
        PLACEHOLDER
            .matcher(text)
            .replaceAll(
                found -> Matcher.quoteReplacement(replacement(found, at, key, missing, odd)));
    if (!missing.isEmpty()) {
      String names = String.join(", ", missing);
      findings.add(at, key, "variable not set: " + names, "a value in the environment or in .env");
    }
    findings.addAll(odd);
    return filled;
  }

  private String replacement(
      MatchResult found, Position at, String key, Set<String> missing, Findings odd) {
    String inside = found.group(1);
    if (inside == null) {
      return "${";
    }
    Matcher reference = REFERENCE.matcher(inside);
    if (found.group(2).isEmpty() || !reference.matches()) {
      odd.add(
          at, key, "placeholder cannot be understood", "${NAME} or ${NAME:-text}, or $${ for ${");
      return "";
    }
    String name = reference.group(1);
    Optional<String> fallback = Optional.ofNullable(reference.group(2));
    Optional<String> value =
        value(name).filter(it -> fallback.isEmpty() || !it.isEmpty()).or(() -> fallback);
    if (value.isEmpty()) {
      missing.add(name);
    }
    return value.orElse("");
  }
}
