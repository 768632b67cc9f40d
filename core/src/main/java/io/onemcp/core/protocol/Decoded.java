package io.onemcp.core.protocol;

import io.onemcp.core.protocol.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a text from a peer turned out to be. */
public sealed interface Decoded {
  /** One message. */
  record Single(Message message) implements Decoded {}

  /** Several texts sent as one; only revision 2025-03-26 allows it. */
  record Batch(List<Json> entries) implements Decoded {}

  /** JSON that is no JSON-RPC message; {@code id} is the request's, where one could be read. */
  record NoMessage(@Nullable RequestId id, String problem) implements Decoded {}

  /** No JSON at all, or JSON that two readers could see differently. */
  record NoJson(String problem) implements Decoded {}
}
