package io.onemcp.core.stateful;

import io.onemcp.core.access.Caller;
import io.onemcp.core.backend.ServerDescription;
import io.onemcp.core.catalog.View;
import io.onemcp.core.exchange.Answer;
import io.onemcp.core.exchange.ClientHop;
import io.onemcp.core.exchange.Descriptions;
import io.onemcp.core.exchange.StartGate;
import io.onemcp.core.exchange.StatefulDoor;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.core.protocol.json.MalformedJsonException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Serves clients of the stateful era: answers the handshake, and hands out the {@link
 * ClientSession} behind each {@code Mcp-Session-Id}. What backends say of their own accord reaches
 * sessions through {@link SessionNews}.
 */
public final class StatefulFront implements StatefulDoor {
  private final ClientSessions sessions;
  private final Descriptions descriptions;
  private final StartGate gate;

  public StatefulFront(ClientSessions sessions, Descriptions descriptions, StartGate gate) {
    this.sessions = sessions;
    this.descriptions = descriptions;
    this.gate = gate;
  }

  @Override
  public Opening open(Caller caller, View view, Request initialize) {
    return open(caller, view, initialize, sessions::open);
  }

  @Override
  public Opening openForConnection(Caller caller, View view, Request initialize) {
    return open(caller, view, initialize, sessions::openForConnection);
  }

  private Opening open(
      Caller caller,
      View view,
      Request initialize,
      Function<ClientIdentity, Optional<ClientSession>> opener) {
    Json params = initialize.params();
    try {
      params.requireUnambiguous("protocolVersion", "capabilities", "clientInfo");
      ClientHop.requireUnambiguous(orEmpty(params.at("capabilities")));
    } catch (MalformedJsonException e) {
      return refuse(initialize, new GatewayError.MalformedRequest(e.getMessage()));
    }
    String requested = params.text("protocolVersion");
    if (requested == null) {
      return refuse(
          initialize,
          new GatewayError.InvalidParams("protocolVersion: missing (expected: a revision)"));
    }
    Revision revision =
        Revision.of(requested)
            .filter(known -> known.era() == Era.STATEFUL)
            .orElse(Revision.LATEST_STATEFUL);
    awaitBackends();
    ClientIdentity client =
        new ClientIdentity(
            caller,
            view,
            revision,
            orEmpty(params.at("clientInfo")),
            orEmpty(params.at("capabilities")));
    return opener
        .apply(client)
        .<Opening>map(session -> new Opening.Opened(session, welcome(initialize, view, revision)))
        .orElseGet(() -> refuse(initialize, GatewayError.Overloaded.by("maxSessions")));
  }

  private static Json orEmpty(@Nullable Json value) {
    return value == null || !value.isObject() ? Json.EMPTY_OBJECT : value;
  }

  private void awaitBackends() {
    try {
      gate.pass();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static Opening refuse(Request initialize, GatewayError error) {
    return new Opening.Refused(Answer.refusal(initialize.id(), error, Era.STATEFUL));
  }

  private Answer welcome(Request initialize, View view, Revision revision) {
    ServerDescription server = descriptions.of(view, Era.STATEFUL);
    JsonWriter result =
        new JsonWriter()
            .put("protocolVersion", revision.wire())
            .put("capabilities", known(server.capabilities(), revision))
            .put("serverInfo", server.serverInfo());
    server.instructions().ifPresent(words -> result.put("instructions", words));
    return Answer.result(initialize.id(), result.json().wire());
  }

  /** Earlier revisions have no tasks. */
  private static Json known(Json capabilities, Revision revision) {
    return revision.atLeast(Revision.V2025_11_25)
        ? capabilities
        : capabilities.patch().remove("tasks").json();
  }

  @Override
  public Optional<Session> find(String id, Caller caller, View view) {
    return sessions.find(id, caller, view).map(session -> session);
  }
}
