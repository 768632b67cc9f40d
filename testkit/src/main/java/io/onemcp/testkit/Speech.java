package io.onemcp.testkit;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.util.List;
import java.util.Optional;

/** What any server of an era says without being told. */
final class Speech {
  static final String SERVER_NAME = "scripted";

  private final List<Revision> revisions;

  Speech(List<Revision> revisions) {
    this.revisions = List.copyOf(revisions);
  }

  static Era eraOf(Message.Request request) {
    return request.params().text(MetaKeys.META, MetaKeys.PROTOCOL_VERSION) == null
        ? Era.STATEFUL
        : Era.STATELESS;
  }

  boolean speaks(Era era) {
    return revisions.stream().anyMatch(revision -> revision.era() == era);
  }

  /** Returns why the request cannot be served in its era, if so. */
  Optional<GatewayError> objection(Message.Request request) {
    String method = request.method();
    if (eraOf(request) == Era.STATEFUL) {
      boolean served = speaks(Era.STATEFUL) && !method.equals(Methods.DISCOVER);
      return served ? Optional.empty() : Optional.of(statefulRefusal(method));
    }
    if (!speaks(Era.STATELESS)) {
      return Optional.of(new GatewayError.UnknownMethod(method));
    }
    String version =
        String.valueOf(request.params().text(MetaKeys.META, MetaKeys.PROTOCOL_VERSION));
    if (Revision.of(version).filter(revisions::contains).isEmpty()) {
      return Optional.of(new GatewayError.UnsupportedRevision(version, wire(Era.STATELESS)));
    }
    if (request.params().at(MetaKeys.META, MetaKeys.CLIENT_CAPABILITIES) == null) {
      return Optional.of(
          new GatewayError.IncompleteEnvelope(MetaKeys.CLIENT_CAPABILITIES + " is missing"));
    }
    return Optional.empty();
  }

  private GatewayError statefulRefusal(String method) {
    return method.equals(Methods.INITIALIZE)
        ? new GatewayError.UnsupportedRevision("none", wire(Era.STATELESS))
        : new GatewayError.UnknownMethod(method);
  }

  void initialize(Message.Request request, Reply reply, Json capabilities) {
    String asked = String.valueOf(request.params().text("protocolVersion"));
    List<String> known = wire(Era.STATEFUL);
    JsonWriter result =
        new JsonWriter()
            .put("protocolVersion", known.contains(asked) ? asked : known.getFirst())
            .put("capabilities", capabilities)
            .put("serverInfo", serverInfo());
    reply.result(result.json().toString());
  }

  void discover(Reply reply, Json capabilities) {
    JsonWriter result =
        new JsonWriter()
            .put("supportedVersions", JsonWriter.strings(wire(Era.STATELESS)))
            .put("capabilities", capabilities)
            .put("ttlMs", 0)
            .put("cacheScope", "private")
            .put(MetaKeys.META, new JsonWriter().put(MetaKeys.SERVER_INFO, serverInfo()).json());
    reply.result(result.json().toString());
  }

  void list(Message.Request request, Reply reply, String member, Json entries) {
    JsonWriter result = new JsonWriter().put(member, entries);
    if (eraOf(request) == Era.STATELESS) {
      result.put("ttlMs", 0).put("cacheScope", "private");
    }
    reply.result(result.json().toString());
  }

  void refuse(Message.Request request, Reply reply, GatewayError error) {
    reply.error(ErrorCodes.rpcError(error, eraOf(request)));
  }

  private List<String> wire(Era era) {
    return revisions.stream()
        .filter(revision -> revision.era() == era)
        .map(Revision::wire)
        .toList();
  }

  private static Json serverInfo() {
    return new JsonWriter().put("name", SERVER_NAME).put("version", "1").json();
  }
}
