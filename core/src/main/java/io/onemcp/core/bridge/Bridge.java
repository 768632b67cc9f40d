package io.onemcp.core.bridge;

import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.backend.ServerDescription;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.RpcError;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonPatch;
import java.util.Optional;

/**
 * Translates one exchange between a client of one era and a backend of the other. Stateless and
 * safe for use by many threads.
 */
public interface Bridge {
  /** Changes a client's request into one of the backend's era. */
  void request(Request request, ClientFacts client, Revision backend, JsonPatch patch);

  /**
   * Changes a backend's result into one of the client's era.
   *
   * @return what stands in the way, for people, if the result cannot be shown to the client
   */
  Optional<String> result(
      Request request, ServerDescription server, Success answer, JsonPatch patch);

  /** Returns a backend's error as the client's era spells it. */
  RpcError error(Request request, RpcError error);

  /** Returns a backend's list entry as the client's era allows it. */
  Json definition(CapabilityKind kind, Json definition);
}
