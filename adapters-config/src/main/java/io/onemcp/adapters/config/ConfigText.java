package io.onemcp.adapters.config;

import io.onemcp.adapters.config.ConfigValue.Digits;
import io.onemcp.adapters.config.ConfigValue.Flag;
import io.onemcp.adapters.config.ConfigValue.Items;
import io.onemcp.adapters.config.ConfigValue.Member;
import io.onemcp.adapters.config.ConfigValue.Nothing;
import io.onemcp.adapters.config.ConfigValue.Repeat;
import io.onemcp.adapters.config.ConfigValue.Table;
import io.onemcp.adapters.config.ConfigValue.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/** Turns JSON with comments and trailing commas into values that know where they stand. */
final class ConfigText {
  private static final int MAX_DEPTH = 100;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.ALLOW_TRAILING_COMMA)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private ConfigText() {}

  /** Returns the value of the text, or nothing and a finding why there is none. */
  static Optional<ConfigValue> parse(String text, Findings findings) {
    try (JsonParser parser = parser(text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        findings.add(Position.WHOLE_FILE, "", "the file is empty", "a JSON object such as {}");
        return Optional.empty();
      }
      ConfigValue whole = value(parser, first);
      if (parser.nextToken() != null) {
        findings.add(position(parser), "", "text behind the end of the configuration", "nothing");
        return Optional.empty();
      }
      return Optional.of(whole);
    } catch (JacksonException e) {
      findings.add(position(e), "", "not valid JSON: " + reason(e));
      return Optional.empty();
    }
  }

  /** Returns a parser of a text in our dialect of JSON. */
  static JsonParser parser(String text) {
    return JSON.createParser(ObjectReadContext.empty(), text);
  }

  private static ConfigValue value(JsonParser parser, JsonToken token) {
    Position at = position(parser);
    return switch (token) {
      case START_OBJECT -> table(parser, at);
      case START_ARRAY -> items(parser, at);
      case VALUE_TRUE, VALUE_FALSE -> new Flag(at, token == JsonToken.VALUE_TRUE);
      case VALUE_NULL -> new Nothing(at);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Digits(at, parser.getString());
      default -> new Text(at, parser.getString());
    };
  }

  private static Table table(JsonParser parser, Position at) {
    Map<String, Member> members = new LinkedHashMap<>();
    List<Repeat> repeats = new ArrayList<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = parser.currentName();
      Position keyAt = position(parser);
      Member member = new Member(keyAt, value(parser, parser.nextToken()));
      Member known = members.putIfAbsent(key, member);
      if (known != null) {
        repeats.add(new Repeat(key, known.at(), keyAt));
      }
    }
    return new Table(at, members, repeats);
  }

  private static Items items(JsonParser parser, Position at) {
    List<ConfigValue> values = new ArrayList<>();
    for (JsonToken next = parser.nextToken();
        next != JsonToken.END_ARRAY;
        next = parser.nextToken()) {
      values.add(value(parser, next));
    }
    return new Items(at, values);
  }

  private static Position position(JsonParser parser) {
    TokenStreamLocation where = parser.currentTokenLocation();
    return new Position(where.getLineNr(), where.getColumnNr());
  }

  private static Position position(JacksonException e) {
    TokenStreamLocation where = e.getLocation();
    return where == null
        ? Position.WHOLE_FILE
        : new Position(where.getLineNr(), where.getColumnNr());
  }

  /** The parser quotes the text that it cannot read, which may be a secret without its quotes. */
  private static String reason(JacksonException e) {
    return e.getOriginalMessage()
        .replaceFirst("^Unrecognized token '[^']*'", "Unrecognized token")
        .replaceAll(" \\(start marker at .*", "")
        .replaceAll("\\s+", " ");
  }
}
