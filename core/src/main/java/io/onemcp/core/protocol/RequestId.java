package io.onemcp.core.protocol;

import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonKind;
import java.util.Optional;

/**
 * The id of a JSON-RPC request: a string or an integer, never null (JSON-RPC 2.0, section 4, as MCP
 * narrows it).
 */
public sealed interface RequestId {
  /** Returns the id as it stands in a message. */
  Json json();

  /** An integer id. */
  record Num(long value) implements RequestId {
    @Override
    public Json json() {
      return Json.number(value);
    }
  }

  /** A string id. */
  record Text(String value) implements RequestId {
    @Override
    public Json json() {
      return Json.string(value);
    }
  }

  /** Reads an id; anything but a string or an integer of 64 bits is none. */
  static Optional<RequestId> of(Json value) {
    if (value.isString()) {
      return Optional.of(new Text(value.asText()));
    }
    if (value.kind() != JsonKind.NUMBER) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Num(Long.parseLong(value.toString())));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
