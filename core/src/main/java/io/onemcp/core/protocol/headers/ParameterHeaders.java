package io.onemcp.core.protocol.headers;

import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonMember;
import io.onemcp.core.protocol.json.MalformedJsonException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The {@code x-mcp-header} annotations of one tool: arguments that are mirrored as {@code
 * Mcp-Param-…} headers (MCP 2026-07-28, basic/transports).
 */
public record ParameterHeaders(List<Mirrored> mirrored) {
  /** A tool without annotations. */
  public static final ParameterHeaders NONE = new ParameterHeaders(List.of());

  private static final String ANNOTATION = "x-mcp-header";
  private static final String PREFIX = "Mcp-Param-";

  /** Integers of 53 bits need no more; reading much longer ones takes minutes. */
  private static final int MAX_NUMBER_LENGTH = 40;

  private static final Set<String> MIRRORED_TYPES = Set.of("string", "integer", "boolean");

  public ParameterHeaders {
    mirrored = List.copyOf(mirrored);
  }

  /**
   * Reads the annotations of an input schema; empty if one of them breaks the rules, which makes
   * the tool unusable over HTTP.
   */
  public static Optional<ParameterHeaders> of(@Nullable Json inputSchema) {
    if (inputSchema == null || !inputSchema.toString().contains(ANNOTATION)) {
      return Optional.of(NONE);
    }
    List<Mirrored> found = new ArrayList<>();
    boolean valid;
    try {
      valid =
          collect(inputSchema, List.of(), found)
              && countAnnotations(inputSchema, false) == found.size();
    } catch (MalformedJsonException _) {
      valid = false;
    }
    Set<String> names = new TreeSet<>();
    boolean unique =
        found.stream().allMatch(one -> names.add(one.header().toLowerCase(Locale.ROOT)));
    return valid && unique ? Optional.of(new ParameterHeaders(found)) : Optional.empty();
  }

  /** Returns the headers for these arguments; a null or absent argument has none. */
  public Map<String, String> values(@Nullable Json arguments) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Mirrored one : mirrored) {
      one.value(arguments).ifPresent(value -> headers.put(one.header(), HeaderText.encode(value)));
    }
    return headers;
  }

  /** Compares the headers of a request with its arguments; returns what is wrong, or empty. */
  public Optional<String> mismatch(
      Function<String, Optional<String>> headers, @Nullable Json arguments) {
    for (Mirrored one : mirrored) {
      Optional<String> expected = one.value(arguments);
      Optional<String> sent = headers.apply(one.header());
      if (!agree(expected, sent, one.integer())) {
        return Optional.of(
            one.header() + " does not match the argument " + String.join(".", one.path()));
      }
    }
    return Optional.empty();
  }

  private static boolean agree(Optional<String> expected, Optional<String> sent, boolean integer) {
    if (expected.isEmpty() || sent.isEmpty()) {
      return expected.isEmpty() && sent.isEmpty();
    }
    Optional<String> decoded = HeaderText.decode(sent.get());
    if (decoded.isEmpty()) {
      return false;
    }
    return decoded.get().equals(expected.get())
        || (integer && sameNumber(decoded.get(), expected.get()));
  }

  private static boolean sameNumber(String a, String b) {
    if (a.length() > MAX_NUMBER_LENGTH || b.length() > MAX_NUMBER_LENGTH) {
      return false;
    }
    try {
      return new BigDecimal(a).compareTo(new BigDecimal(b)) == 0;
    } catch (NumberFormatException _) {
      return false;
    }
  }

  /**
   * Collects annotated properties that are reachable through {@code properties} only; false if one
   * breaks the rules.
   */
  private static boolean collect(Json schema, List<String> path, List<Mirrored> found) {
    Json properties = schema.at("properties");
    if (properties == null) {
      return true;
    }
    boolean valid = true;
    for (JsonMember property : properties.members()) {
      List<String> here = new ArrayList<>(path);
      here.add(property.name());
      Json annotation = property.value().at(ANNOTATION);
      if (annotation != null) {
        valid &= add(annotation, property.value().text("type"), here, found);
      }
      valid &= collect(property.value(), here, found);
    }
    return valid;
  }

  private static boolean add(
      Json annotation, @Nullable String type, List<String> path, List<Mirrored> found) {
    if (!annotation.isString() || type == null || !MIRRORED_TYPES.contains(type)) {
      return false;
    }
    String name = annotation.asText();
    found.add(new Mirrored(PREFIX + name, List.copyOf(path), type.equals("integer")));
    return name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  }

  /** Counts annotations wherever they stand; members of {@code properties} are names, not ones. */
  private static int countAnnotations(Json value, boolean namesOnly) {
    int count = 0;
    for (JsonMember member : value.members()) {
      boolean annotation = !namesOnly && member.name().equals(ANNOTATION);
      boolean names = !namesOnly && member.name().equals("properties");
      count += annotation ? 1 : countAnnotations(member.value(), names);
    }
    for (Json element : value.elements()) {
      count += countAnnotations(element, false);
    }
    return count;
  }

  /**
   * One mirrored argument.
   *
   * @param path names of the members that lead to it
   * @param integer whether it is compared as a number
   */
  public record Mirrored(String header, List<String> path, boolean integer) {
    Optional<String> value(@Nullable Json arguments) {
      Json value = arguments == null ? null : arguments.at(path.toArray(String[]::new));
      if (value == null) {
        return Optional.empty();
      }
      return switch (value.kind()) {
        case STRING, NUMBER, BOOLEAN -> Optional.of(value.asText());
        case NULL, OBJECT, ARRAY -> Optional.empty();
      };
    }
  }
}
