package io.onemcp.adapters.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code .env} file beside the configuration: lines of {@code NAME=value}, with an optional
 * {@code export}, single or double quotes, and comments.
 */
final class DotEnv {
  private static final Pattern LINE =
      Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*?)\\s*");
  private static final Pattern DOUBLE_QUOTED =
      Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"\\s*(?:#.*)?");
  private static final Pattern SINGLE_QUOTED = Pattern.compile("'([^']*)'\\s*(?:#.*)?");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

  private DotEnv() {}

  /** Returns the variables; a line that cannot be read becomes a finding and sets nothing. */
  static Map<String, String> parse(String text, Findings findings) {
    Map<String, String> variables = new LinkedHashMap<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (!line.isBlank() && !line.stripLeading().startsWith("#")) {
        parseLine(line, new Position(i + 1, 1), variables, findings);
      }
    }
    return variables;
  }

  private static void parseLine(
      String line, Position at, Map<String, String> variables, Findings findings) {
    Matcher assignment = LINE.matcher(line);
    if (!assignment.matches()) {
      findings.add(at, "", "line ignored", "NAME=value");
      return;
    }
    String name = assignment.group(1);
    String value = assignment.group(2);
    Matcher doubleQuoted = DOUBLE_QUOTED.matcher(value);
    Matcher singleQuoted = SINGLE_QUOTED.matcher(value);
    if (doubleQuoted.matches()) {
      variables.put(name, unescape(doubleQuoted.group(1)));
    } else if (singleQuoted.matches()) {
      variables.put(name, singleQuoted.group(1));
    } else if (value.startsWith("\"") || value.startsWith("'")) {
      findings.add(at, name, "line ignored", "a closing quote at the end of the value");
    } else {
      variables.put(name, value.replaceFirst("(^|\\s+)#.*$", ""));
    }
  }

  private static String unescape(String quoted) {
    return ESCAPE
        .matcher(quoted)
        .replaceAll(escape ->
            Matcher.quoteReplacement(
                switch (escape.group(1)) {
                  case "n" -> "\n";
                  case "r" -> "\r";
                  case "t" -> "\t";
                  case String other -> other;
                }));
  }
}
