package io.onemcp.core.catalog;

import java.util.regex.Pattern;

/**
 * Tells whether a URI can come from a template (RFC 6570). An expression matches any text that
 * stays within one path segment, unless its operator allows more; that is generous, as the backend
 * has the last word.
 */
final class UriTemplates {
  private static final Pattern EXPRESSION = Pattern.compile("\\{([+#./;?&]?)[^{}]*}");

  private UriTemplates() {}

  static Pattern pattern(String template) {
    StringBuilder regex = new StringBuilder();
    var expressions = EXPRESSION.matcher(template);
    int at = 0;
    while (expressions.find()) {
      regex.append(Pattern.quote(template.substring(at, expressions.start())));
      regex.append(expressions.group(1).isEmpty() ? "[^/?#]*" : ".*");
      at = expressions.end();
    }
    return Pattern.compile(
        regex.append(Pattern.quote(template.substring(at))).toString(), Pattern.DOTALL);
  }
}
