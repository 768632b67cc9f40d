package io.onemcp.core.protocol.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A JSON value as an independent, strict and slow reader sees it: RFC 8259, letter by letter. Knows
 * where each value stands in the text.
 */
record Tree(String text, int from, int to, List<Member> members, List<Tree> elements) {
  private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9a-fA-F]{4}|.)");

  record Member(String rawName, Tree value) {
    String name() {
      return unescaped(rawName);
    }
  }

  /** Reads a whole text; throws {@link IllegalArgumentException} if it is no JSON. */
  static Tree parse(String text) {
    Parser parser = new Parser(text);
    parser.blanks();
    Tree tree = parser.value();
    parser.blanks();
    parser.expect(parser.at == text.length());
    return tree;
  }

  String raw() {
    return text.substring(from, to);
  }

  boolean isObject() {
    return text.charAt(from) == '{';
  }

  Optional<Tree> at(List<String> path) {
    Tree here = this;
    for (String name : path) {
      Optional<Member> member =
          here.members.stream().filter(one -> one.name().equals(name)).findFirst();
      if (member.isEmpty()) {
        return Optional.empty();
      }
      here = member.get().value();
    }
    return Optional.of(here);
  }

  /** Prints without blanks between tokens; names and leaves keep their spelling. */
  String compact() {
    return switch (text.charAt(from)) {
      case '{' ->
          members.stream()
              .map(one -> one.rawName() + ":" + one.value().compact())
              .collect(Collectors.joining(",", "{", "}"));
      case '[' -> elements.stream().map(Tree::compact).collect(Collectors.joining(",", "[", "]"));
      default -> raw();
    };
  }

  static String unescaped(String raw) {
    return ESCAPE
        .matcher(raw.substring(1, raw.length() - 1))
        .replaceAll(escape -> Matcher.quoteReplacement(unescape(escape.group())));
  }

  private static String unescape(String escape) {
    return switch (escape.charAt(1)) {
      case 'b' -> "\b";
      case 'f' -> "\f";
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case 'u' -> String.valueOf((char) Integer.parseInt(escape.substring(2), 16));
      default -> escape.substring(1);
    };
  }

  private static final class Parser {
    private static final String NUMBER = "-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?";

    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    void expect(boolean truth) {
      if (!truth) {
        throw new IllegalArgumentException("no JSON at " + at + ": " + text);
      }
    }

    void blanks() {
      while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
    }

    Tree value() {
      expect(at < text.length());
      int from = at;
      List<Member> members = new ArrayList<>();
      List<Tree> elements = new ArrayList<>();
      switch (text.charAt(at)) {
        case '{' -> members(members);
        case '[' -> elements(elements);
        case '"' -> string();
        default -> word();
      }
      return new Tree(text, from, at, members, elements);
    }

    private void members(List<Member> members) {
      at++;
      blanks();
      while (text.charAt(at) != '}') {
        if (!members.isEmpty()) {
          expect(text.charAt(at++) == ',');
          blanks();
        }
        int name = at;
        string();
        String raw = text.substring(name, at);
        blanks();
        expect(text.charAt(at++) == ':');
        blanks();
        members.add(new Member(raw, value()));
        blanks();
      }
      at++;
    }

    private void elements(List<Tree> elements) {
      at++;
      blanks();
      while (text.charAt(at) != ']') {
        if (!elements.isEmpty()) {
          expect(text.charAt(at++) == ',');
          blanks();
        }
        elements.add(value());
        blanks();
      }
      at++;
    }

    private void string() {
      expect(text.charAt(at++) == '"');
      while (text.charAt(at) != '"') {
        expect(text.charAt(at) >= ' ');
        at += text.charAt(at) == '\\' ? 2 : 1;
      }
      at++;
    }

    private void word() {
      int from = at;
      while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      String word = text.substring(from, at);
      expect(List.of("true", "false", "null").contains(word) || word.matches(NUMBER));
    }
  }
}
