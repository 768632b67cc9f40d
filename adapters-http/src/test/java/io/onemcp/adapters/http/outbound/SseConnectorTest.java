package io.onemcp.adapters.http.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onemcp.core.backend.BackendConnector;
import io.onemcp.core.backend.BackendRefusedException;
import io.onemcp.core.backend.BackendUnreachableException;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.protocol.Revision;
import io.onemcp.testkit.CannedHttp;
import io.onemcp.testkit.ObedientServer;
import io.onemcp.testkit.RecordingInlet;
import io.onemcp.testkit.RemoteConnectorContract;
import io.onemcp.testkit.ScriptedServer;
import io.onemcp.testkit.ScriptedSse;
import io.onemcp.testkit.TestTasks;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class SseConnectorTest implements RemoteConnectorContract {
  private final TestTasks tasks = new TestTasks();
  private final OutboundHttp http = new OutboundHttp(OutboundHttp.Settings.DEFAULT, tasks);
  private final SseConnector connector = new SseConnector(http, tasks, LIMITS);
  private final List<ScriptedSse> servers = new ArrayList<>();
  private final RecordingInlet inlet = new RecordingInlet();

  @AfterEach
  void endAll() throws IOException {
    servers.forEach(ScriptedSse::close);
    http.close();
    tasks.close();
    assertThat(tasks.failures()).isEmpty();
  }

  @Override
  public BackendConnector connector() {
    return connector;
  }

  @Override
  public BackendDefinition obedient() {
    return serve(ScriptedSse.serve(ObedientServer.of(Revision.LATEST_STATEFUL)))
        .definition("obedient");
  }

  @Override
  public BackendDefinition nobody() {
    return definition(URI.create("http://127.0.0.1:1/sse"));
  }

  private ScriptedSse serve(ScriptedSse server) {
    servers.add(server);
    return server;
  }

  private static BackendDefinition definition(URI url) {
    return BackendDefinition.of("sse", new BackendTransport.Sse(url, Map.of()));
  }

  @Nested
  final class GivenAnEndpointOfAnotherOrigin {
    @Test
    void whenOpened_thenItIsRefusedAndNothingIsSentThere() {
      try (CannedHttp other = CannedHttp.serve(202, "", "")) {
        String origin = other.url().resolve("/").toString().replaceFirst("/$", "");
        ScriptedSse server =
            serve(ScriptedSse.servePointingElsewhere(ScriptedServer.stateful(), origin));

        assertThatThrownBy(() -> connector.open(server.definition("s"), inlet))
            .isInstanceOf(BackendRefusedException.class)
            .hasMessageContaining("another origin");
        assertThat(other.requests().all()).isEmpty();
      }
    }
  }

  @Nested
  final class GivenAPeerThatIsNoSuchServer {
    @Test
    void whenItAnswersWithAStatus_thenItRefused() {
      try (CannedHttp peer = CannedHttp.serve(405, "text/plain", "no")) {
        assertThatThrownBy(() -> connector.open(definition(peer.url()), inlet))
            .isInstanceOfSatisfying(
                BackendRefusedException.class, e -> assertThat(e.status()).isEqualTo(405));
      }
    }

    @Test
    void whenItRedirects_thenThatIsNotFollowed() {
      try (CannedHttp other = CannedHttp.serve(200, "text/event-stream", ": nothing\n\n");
          CannedHttp peer =
              CannedHttp.serve(302, "text/plain", "", "Location", other.url().toString())) {
        assertThatThrownBy(() -> connector.open(definition(peer.url()), inlet))
            .isInstanceOfSatisfying(
                BackendRefusedException.class, e -> assertThat(e.status()).isEqualTo(302));
        assertThat(other.requests().all()).isEmpty();
      }
    }

    @Test
    void whenItsStreamNamesNoEndpoint_thenItIsUnreachable() {
      try (CannedHttp peer = CannedHttp.serve(200, "text/event-stream", ": nothing\n\n")) {
        assertThatThrownBy(() -> connector.open(definition(peer.url()), inlet))
            .isInstanceOf(BackendUnreachableException.class);
      }
    }
  }
}
