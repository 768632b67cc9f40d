package io.onemcp.core.protocol.json;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Finds where values begin and end, in one streaming pass, without decoding them. Safe for use by
 * many threads.
 */
public final class JsonReader {
  /** Nesting that the gateway accepts unless it is configured otherwise. */
  public static final int DEFAULT_MAX_DEPTH = 200;

  private static final int UNLIMITED = Integer.MAX_VALUE;

  /**
   * Reads slices of a text that was already read as a whole, so its depth is known to be bounded.
   */
  static final JsonReader TRUSTED = new JsonReader(UNLIMITED);

  private final JsonFactory factory;
  private final int maxDepth;

  /** Makes a reader that refuses text nested deeper than {@code maxDepth} levels. */
  public JsonReader(int maxDepth) {
    this.maxDepth = maxDepth;
    this.factory =
        JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(maxDepth)
                    .maxStringLength(UNLIMITED)
                    .maxNumberLength(UNLIMITED)
                    .build())
            .build();
  }

  /**
   * Reads one complete JSON text.
   *
   * @throws MalformedJsonException if the text is no JSON in UTF-8, has anything behind the value,
   *     or is nested too deeply
   */
  public Json read(byte[] utf8) {
    return read(utf8, utf8.length);
  }

  /**
   * Reads one complete JSON text, the first {@code length} bytes of an array that it keeps.
   *
   * @throws MalformedJsonException as {@link #read(byte[])} does
   */
  public Json read(byte[] utf8, int length) {
    int fault = Utf8.firstFault(utf8, length);
    if (fault >= 0) {
      throw new MalformedJsonException("offset " + fault + ": no UTF-8");
    }
    Json usual = JsonScan.object(utf8, length, maxDepth);
    return usual == null ? parse(utf8, length) : usual;
  }

  /** Reads any text that is known to be UTF-8, and says what is wrong with it. */
  Json parse(byte[] utf8, int length) {
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), utf8, 0, length)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new MalformedJsonException("empty text (expected: a JSON value)");
      }
      Json whole = readValue(parser, first, utf8, 0, true);
      if (parser.nextToken() != null) {
        throw new MalformedJsonException(
            "offset "
                + parser.currentTokenLocation().getByteOffset()
                + ": text behind the JSON value");
      }
      return whole;
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  String decode(Json string) {
    try (JsonParser parser = parser(string)) {
      parser.nextToken();
      return parser.getString();
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  private JsonParser parser(Json value) {
    return factory.createParser(
        ObjectReadContext.empty(), value.source(), value.from(), value.length());
  }

  private static Json readValue(
      JsonParser parser, JsonToken first, byte[] source, int base, boolean index) {
    int from = base + start(parser);
    if (index && first == JsonToken.START_OBJECT) {
      List<JsonMember> members = new ArrayList<>();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        members.add(readMember(parser, source, base));
      }
      return new Json(source, from, base + end(parser), members, List.of());
    }
    if (index && first == JsonToken.START_ARRAY) {
      List<Json> elements = new ArrayList<>();
      for (JsonToken next = parser.nextToken();
          next != JsonToken.END_ARRAY;
          next = parser.nextToken()) {
        elements.add(readValue(parser, next, source, base, false));
      }
      return new Json(source, from, base + end(parser), List.of(), elements);
    }
    parser.skipChildren();
    parser.finishToken();
    return new Json(source, from, behind(first, source, base + end(parser)));
  }

  /** The parser looks one blank behind a number that is not inside anything. */
  private static int behind(JsonToken first, byte[] source, int end) {
    return first.isNumeric() && source[end - 1] <= ' ' ? end - 1 : end;
  }

  private static JsonMember readMember(JsonParser parser, byte[] source, int base) {
    int nameStart = base + start(parser);
    String name = parser.currentName();
    JsonToken first = parser.nextToken();
    Json value = readValue(parser, first, source, base, false);
    return new JsonMember(name, isEscaped(source, nameStart), nameStart, value);
  }

  private static boolean isEscaped(byte[] source, int quote) {
    for (int i = quote + 1; source[i] != '"'; i++) {
      if (source[i] == '\\') {
        return true;
      }
    }
    return false;
  }

  private static int start(JsonParser parser) {
    return (int) parser.currentTokenLocation().getByteOffset();
  }

  private static int end(JsonParser parser) {
    return (int) parser.currentLocation().getByteOffset();
  }

  private static MalformedJsonException malformed(JacksonException e) {
    String problem =
        e instanceof StreamConstraintsException
            ? "nested too deeply or too long"
            : e.getOriginalMessage();
    TokenStreamLocation where = e.getLocation();
    String place = where == null ? "" : "offset " + where.getByteOffset() + ": ";
    return new MalformedJsonException(place + problem.replaceAll(" \\(start marker at .*", ""), e);
  }
}
