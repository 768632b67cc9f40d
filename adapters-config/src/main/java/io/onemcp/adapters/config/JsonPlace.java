package io.onemcp.adapters.config;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Where a value of a JSON text stands, and where its members do. Offsets count characters of the
 * text.
 *
 * @param keyStart where its key begins; of the whole text, where the value does
 * @param valueStart where it begins
 * @param valueEnd behind its last character
 * @param isObject whether it is one; members of lists are not looked at
 * @param members by key, in the order of the text; of a repeated key, the first
 */
record JsonPlace(
    int keyStart, int valueStart, int valueEnd, boolean isObject, Map<String, JsonPlace> members) {
  /** Returns the place of the whole of a text that {@link ConfigText} can parse. */
  static JsonPlace of(String text) {
    try (JsonParser parser = ConfigText.parser(text)) {
      parser.nextToken();
      return value(parser, start(parser));
    }
  }

  private static JsonPlace value(JsonParser parser, int keyStart) {
    int valueStart = start(parser);
    Map<String, JsonPlace> members = new LinkedHashMap<>();
    boolean isObject = parser.currentToken() == JsonToken.START_OBJECT;
    if (isObject) {
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String key = parser.currentName();
        int start = start(parser);
        parser.nextToken();
        members.putIfAbsent(key, value(parser, start));
      }
    } else {
      parser.skipChildren();
      // A text may be read to its end only when somebody wants it.
      parser.getString();
    }
    return new JsonPlace(keyStart, valueStart, end(parser), isObject, members);
  }

  private static int start(JsonParser parser) {
    return (int) parser.currentTokenLocation().getCharOffset();
  }

  private static int end(JsonParser parser) {
    return (int) parser.currentLocation().getCharOffset();
  }
}
