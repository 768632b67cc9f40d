package io.onemcp.core.catalog;

import io.onemcp.core.backend.Capability;
import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.headers.ParameterHeaders;
import io.onemcp.core.protocol.json.Json;
import java.util.Optional;

/**
 * One capability as a view shows it, and the way to its backend, which is never shown.
 *
 * @param exposedName the name or URI that clients use
 * @param backend whose it is
 * @param era the era in which the backend wrote its definition
 * @param capability what the backend calls it
 * @param definition its entry in the list, with the exposed name
 * @param mirrored the arguments that are repeated in headers; empty if the annotations that say so
 *     break the rules
 */
public record Entry(
    String exposedName,
    BackendName backend,
    Era era,
    Capability capability,
    Json definition,
    Optional<ParameterHeaders> mirrored) {
  static Entry of(String exposedName, BackendName backend, Era era, Capability capability) {
    Json definition = capability.definition();
    Optional<ParameterHeaders> mirrored =
        capability.kind() == CapabilityKind.TOOL
            ? ParameterHeaders.of(definition.at("inputSchema"))
            : Optional.of(ParameterHeaders.NONE);
    if (!exposedName.equals(capability.name())) {
      definition =
          definition.patch().set(Json.string(exposedName), capability.kind().nameMember()).json();
    }
    return new Entry(exposedName, backend, era, capability, definition, mirrored);
  }

  /** Returns whether it is made of this very capability; of an equal one it would hold the text. */
  @SuppressWarnings("ReferenceEquality")
  boolean shows(BackendName whose, Era written, Capability offered) {
    return capability == offered && era == written && backend.equals(whose);
  }

  public CapabilityKind kind() {
    return capability.kind();
  }

  /** Returns the name or URI at the backend. */
  public String originalName() {
    return capability.name();
  }

  /** Returns whether clients of the stateless era can call it over HTTP. */
  public boolean isCallableOverHttp() {
    return mirrored.isPresent();
  }
}
