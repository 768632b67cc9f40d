package io.onemcp.core.stateful;

import io.onemcp.core.backend.BackendEar;
import io.onemcp.core.backend.HopOpener;
import io.onemcp.core.backend.HopTerms;
import io.onemcp.core.backend.OutboundMessage;
import io.onemcp.core.backend.OutboundRequest;
import io.onemcp.core.backend.ServerDescription;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Implementation;
import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.core.runtime.Tasks;
import java.util.Map;
import java.util.Optional;

/** Agrees with backends by the handshake of the stateful era (MCP 2025-11-25, basic/lifecycle). */
public final class StatefulHops implements HopOpener {
  /** The handshake's id; the calls after it count from 1. */
  private static final RequestId HANDSHAKE = new RequestId.Num(0);

  private final Implementation gateway;
  private final Tasks tasks;

  public StatefulHops(Implementation gateway, Tasks tasks) {
    this.gateway = gateway;
    this.tasks = tasks;
  }

  @Override
  public Era era() {
    return Era.STATEFUL;
  }

  @Override
  public Handshake open(Peer peer, BackendEar ear, HopTerms terms) throws InterruptedException {
    Json params =
        new JsonWriter()
            .put("protocolVersion", Revision.LATEST_STATEFUL.wire())
            .put("capabilities", terms.capabilities())
            .put("clientInfo", terms.clientInfo().orElse(gateway.json()))
            .json();
    OutboundMessage hello =
        new OutboundMessage(
            Request.of(HANDSHAKE, Methods.INITIALIZE, params).whole().wire(), Map.of());
    Response response = peer.connection().exchange(new OutboundRequest(HANDSHAKE, hello), _ -> {});
    if (response instanceof Failure(_, _, var error)) {
      return new Handshake.NotSpoken(
          "initialize answered with error " + error.code() + ": " + error.message());
    }
    return agree(peer, ear, terms, ((Success) response).result());
  }

  private Handshake agree(Peer peer, BackendEar ear, HopTerms terms, Json result)
      throws InterruptedException {
    String version = String.valueOf(result.text("protocolVersion"));
    Optional<Revision> revision = Revision.of(version).filter(known -> known.era() == Era.STATEFUL);
    if (revision.isEmpty()) {
      return new Handshake.NotSpoken("initialize answered with revision " + version);
    }
    StatefulHop hop =
        new StatefulHop(peer.connection(), revision.get(), describe(result), ear, terms, tasks);
    peer.inlet().switchTo(hop::received);
    Notification initialized = Notification.of(Methods.INITIALIZED, Json.EMPTY_OBJECT);
    peer.connection().send(new OutboundMessage(initialized.whole().wire(), hop.headers()));
    return new Handshake.Agreed(hop);
  }

  private static ServerDescription describe(Json result) {
    return ServerDescription.of(
        result.at("serverInfo"), result.at("capabilities"), result.text("instructions"));
  }
}
