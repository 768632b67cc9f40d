package io.onemcp.core.protocol.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value as a slice of the text it came in. Immutable; two values are equal when their bytes
 * are.
 *
 * <p>Members and elements are found when somebody asks. A member that is read must be spelled once
 * and without escapes: whoever looks at it later (a policy, a backend) has to see the same value.
 */
public final class Json {
  public static final Json EMPTY_OBJECT = of("{}");
  public static final Json NULL = of("null");
  public static final Json TRUE = of("true");
  public static final Json FALSE = of("false");

  private final byte[] source;
  private final int from;
  private final int to;
  private volatile @Nullable List<JsonMember> members;
  private volatile @Nullable List<Json> elements;

  Json(byte[] source, int from, int to) {
    this.source = source;
    this.from = from;
    this.to = to;
  }

  Json(byte[] source, int from, int to, List<JsonMember> members, List<Json> elements) {
    this(source, from, to);
    this.members = members;
    this.elements = elements;
  }

  /** Reads JSON text that the program itself wrote. */
  public static Json of(String text) {
    return JsonReader.TRUSTED.read(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns {@code text} as a JSON string. */
  public static Json string(String text) {
    return ofWhole(Quotation.of(text));
  }

  /** Returns {@code value} as a JSON number. */
  public static Json number(long value) {
    return ofWhole(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
  }

  /** Wraps text that is known to be one JSON value, with nothing around it. */
  static Json ofWhole(byte[] utf8) {
    return new Json(utf8, 0, utf8.length);
  }

  public JsonKind kind() {
    return JsonKind.startingWith(source[from]);
  }

  public boolean isObject() {
    return kind() == JsonKind.OBJECT;
  }

  public boolean isString() {
    return kind() == JsonKind.STRING;
  }

  /**
   * Returns the members in the order of the text, each as often as it stands there; none unless
   * this is an object.
   */
  public List<JsonMember> members() {
    List<JsonMember> known = members;
    if (known == null) {
      known = isObject() ? Glance.members(this) : List.of();
      members = known;
    }
    return known;
  }

  /** Returns the elements of an array; none unless this is an array. */
  public List<Json> elements() {
    List<Json> known = elements;
    if (known == null) {
      known = kind() == JsonKind.ARRAY ? Glance.elements(this) : List.of();
      elements = known;
    }
    return known;
  }

  /**
   * Returns the value at the end of a path of member names, or null where a step is absent.
   *
   * @throws MalformedJsonException if a step of the path is spelled twice or with an escape
   */
  public @Nullable Json at(String... path) {
    Json here = this;
    for (String name : path) {
      JsonMember member = here.member(name);
      if (member == null) {
        return null;
      }
      here = member.value();
    }
    return here;
  }

  /**
   * Returns the value of a member, or null if it is absent.
   *
   * @throws MalformedJsonException if it is spelled twice or with an escape
   */
  public @Nullable Json at(String name) {
    JsonMember member = member(name);
    return member == null ? null : member.value();
  }

  /** Returns the decoded string of a member, or null where there is none or it is no string. */
  public @Nullable String text(String name) {
    return text(at(name));
  }

  /** Returns the decoded string at a path, or null where there is none or it is no string. */
  public @Nullable String text(String... path) {
    return text(at(path));
  }

  private static @Nullable String text(@Nullable Json value) {
    return value == null || !value.isString() ? null : value.asText();
  }

  @Nullable JsonMember member(String name) {
    JsonMember found = null;
    for (JsonMember member : members()) {
      if (member.name().equals(name)) {
        if (found != null) {
          throw new MalformedJsonException(
              "member \"" + name + "\": stands twice (expected: once)");
        }
        if (member.escaped()) {
          throw new MalformedJsonException(
              "member \"" + name + "\": name is spelled with an escape");
        }
        found = member;
      }
    }
    return found;
  }

  /**
   * Makes sure that none of the names stands twice, with an escape, or in other letter case:
   * readers that ignore case would see another value than we do.
   *
   * @throws MalformedJsonException if one does
   */
  public void requireUnambiguous(String... names) {
    for (JsonMember member : members()) {
      for (String name : names) {
        if (member.name().equalsIgnoreCase(name)) {
          if (!member.name().equals(name)) {
            throw new MalformedJsonException(
                "member \"" + member.name() + "\": differs from \"" + name + "\" in case only");
          }
          member(name);
        }
      }
    }
  }

  /** Returns the decoded text of a string, or the spelling of any other value. */
  public String asText() {
    if (isString()) {
      boolean plain = true;
      for (int i = from + 1; i < to - 1 && plain; i++) {
        plain = source[i] != '\\';
      }
      return plain
          ? new String(source, from + 1, length() - 2, StandardCharsets.UTF_8)
          : JsonReader.TRUSTED.decode(this);
    }
    return toString();
  }

  /** Starts a change of this value; the value itself stays as it is. */
  public JsonPatch patch() {
    return new JsonPatch(this);
  }

  /** Returns the bytes as a text to be written. */
  public WireText wire() {
    return WireText.of(source, from, to);
  }

  /** Returns a copy of the bytes. */
  public byte[] utf8() {
    return Arrays.copyOfRange(source, from, to);
  }

  /** Returns the size in bytes. */
  public int length() {
    return to - from;
  }

  byte[] source() {
    return source;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Json that
        && Arrays.equals(source, from, to, that.source, that.from, that.to);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + source[i];
    }
    return hash;
  }

  /** Returns the text exactly as it was read. */
  @Override
  public String toString() {
    return new String(source, from, length(), StandardCharsets.UTF_8);
  }
}
