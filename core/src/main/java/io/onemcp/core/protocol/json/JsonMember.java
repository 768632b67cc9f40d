package io.onemcp.core.protocol.json;

/**
 * One member of an object.
 *
 * @param name the decoded name
 * @param escaped whether the name was spelled with a backslash escape
 * @param start offset of the name's opening quote in the source
 * @param value the member's value
 */
public record JsonMember(String name, boolean escaped, int start, Json value) {
  /** Returns the offset just behind the value. */
  int end() {
    return value.to();
  }
}
