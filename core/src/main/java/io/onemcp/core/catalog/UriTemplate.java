package io.onemcp.core.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells whether a URI can come from a template (RFC 6570). An expression matches any text that
 * stays within one path segment, unless its operator allows more; that is generous, as the backend
 * has the last word. Takes time in proportion to the length of both, whatever they are.
 */
record UriTemplate(List<Part> parts) {
  private static final Pattern EXPRESSION = Pattern.compile("\\{([+#./;?&]?)[^{}]*}");
  private static final String SEGMENT_ENDS = "/?#";

  static UriTemplate of(String template) {
    List<Part> parts = new ArrayList<>();
    Matcher expressions = EXPRESSION.matcher(template);
    int at = 0;
    while (expressions.find()) {
      parts.add(new Part.Literal(template.substring(at, expressions.start())));
      parts.add(new Part.Expression(!expressions.group(1).isEmpty()));
      at = expressions.end();
    }
    parts.add(new Part.Literal(template.substring(at)));
    return new UriTemplate(List.copyOf(parts));
  }

  boolean fits(String uri) {
    boolean[] reached = new boolean[uri.length() + 1];
    reached[0] = true;
    for (Part part : parts) {
      reached =
          switch (part) {
            case Part.Literal(var text) -> behind(text, uri, reached);
            case Part.Expression(boolean overSegments) -> spread(uri, reached, overSegments);
          };
    }
    return reached[uri.length()];
  }

  private static boolean[] behind(String text, String uri, boolean[] reached) {
    boolean[] next = new boolean[reached.length];
    for (int at = 0; at + text.length() <= uri.length(); at++) {
      next[at + text.length()] = reached[at] && uri.startsWith(text, at);
    }
    return next;
  }

  private static boolean[] spread(String uri, boolean[] reached, boolean overSegments) {
    boolean[] next = reached.clone();
    for (int at = 0; at < uri.length(); at++) {
      boolean passes = overSegments || SEGMENT_ENDS.indexOf(uri.charAt(at)) < 0;
      next[at + 1] |= next[at] && passes;
    }
    return next;
  }

  /** A piece of a template. */
  sealed interface Part {
    record Literal(String text) implements Part {}

    record Expression(boolean overSegments) implements Part {}
  }
}
