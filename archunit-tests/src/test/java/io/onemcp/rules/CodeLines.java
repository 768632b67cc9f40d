package io.onemcp.rules;

import java.util.BitSet;
import java.util.regex.Pattern;

/** The numbers of the lines, counted from one, that hold code. */
final class CodeLines {
  /** Text first, so that a comment's opening inside a string opens nothing. */
  private static final Pattern TEXT_OR_COMMENT =
      Pattern.compile(
          "(?s)\"\"\".*?(?<!\\\\)\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*+\"|'(?:\\\\.|[^'\\\\\\n])+'"
              + "|(?<comment>/\\*.*?\\*/|//[^\\n]*)");

  private static final Pattern PREAMBLE = Pattern.compile("(package|import) .*");

  private CodeLines() {}

  static BitSet of(String source) {
    String code =
        TEXT_OR_COMMENT
            .matcher(source)
            .replaceAll(m ->
                m.group("comment") == null ? "x" + breaks(m.group(), "x") : breaks(m.group(), ""));
    BitSet lines = new BitSet();
    String[] all = code.split("\n", -1);
    for (int i = 0; i < all.length; i++) {
      String line = all[i].strip();
      lines.set(i + 1, !line.isEmpty() && !PREAMBLE.matcher(line).matches());
    }
    return lines;
  }

  /** Keeps the line numbers: as many line breaks as the text had, each followed by the filling. */
  private static String breaks(String text, String filling) {
    return ("\n" + filling).repeat((int) text.chars().filter(c -> c == '\n').count());
  }
}
