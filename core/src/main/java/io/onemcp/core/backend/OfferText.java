package io.onemcp.core.backend;

import io.onemcp.core.config.BackendName;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An offer as a text: a line with format and seal, then JSON in which every definition stands with
 * the bytes that the backend wrote.
 */
final class OfferText {
  private static final String FORMAT = "onemcp-offer/1 ";

  private OfferText() {}

  static boolean isOfThisFormat(String text) {
    return text.startsWith(FORMAT);
  }

  static String write(Offer offer, BackendName backend, String definition, OfferSeal seal) {
    JsonWriter lists = new JsonWriter();
    for (CapabilityKind kind : CapabilityKind.values()) {
      lists.put(
          kind.listMember(),
          JsonWriter.array(offer.list(kind).stream().map(Capability::definition).toList()));
    }
    ServerDescription server = offer.server();
    String body =
        new JsonWriter()
            .put("backend", backend.value())
            .put("definition", definition)
            .put("revision", offer.revision().wire())
            .put("serverInfo", server.serverInfo())
            .put("capabilities", server.capabilities())
            .putPresent("instructions", server.instructions().map(Json::string).orElse(null))
            .put("ttlMs", offer.freshness().ttlMillis())
            .put("shareable", offer.freshness().shareable())
            .put("lists", lists.json())
            .json()
            .toString();
    return FORMAT + seal.of(body) + "\n" + body;
  }

  /** Returns what is sealed; empty if the seal does not fit. */
  static Optional<String> body(String text, OfferSeal seal) {
    int line = text.indexOf('\n');
    if (line < 0) {
      return Optional.empty();
    }
    String body = text.substring(line + 1);
    return seal.isOf(body, text.substring(FORMAT.length(), line))
        ? Optional.of(body)
        : Optional.empty();
  }

  /** Reads what was sealed; empty if it is about another backend, or one configured otherwise. */
  static Optional<Offer> read(String sealed, BackendName backend, String definition) {
    Json body = Json.of(sealed);
    boolean same =
        backend.value().equals(body.text("backend")) && definition.equals(body.text("definition"));
    return same
        ? Revision.of(String.valueOf(body.text("revision"))).map(revision -> offer(revision, body))
        : Optional.empty();
  }

  private static Offer offer(Revision revision, Json body) {
    Map<CapabilityKind, List<Capability>> lists = new EnumMap<>(CapabilityKind.class);
    for (CapabilityKind kind : CapabilityKind.values()) {
      lists.put(kind, capabilities(kind, body.at("lists", kind.listMember())));
    }
    return new Offer(
        revision,
        ServerDescription.of(
            body.at("serverInfo"), body.at("capabilities"), body.text("instructions")),
        lists,
        new Offer.Freshness(
            Long.parseLong(String.valueOf(body.at("ttlMs"))),
            Json.TRUE.equals(body.at("shareable"))));
  }

  private static List<Capability> capabilities(CapabilityKind kind, @Nullable Json list) {
    List<Capability> capabilities = new ArrayList<>();
    if (list != null) {
      for (Json definition : list.elements()) {
        String name = definition.text(kind.nameMember());
        if (name != null) {
          capabilities.add(new Capability(kind, name, definition));
        }
      }
    }
    return capabilities;
  }
}
