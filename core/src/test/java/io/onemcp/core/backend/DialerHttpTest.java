package io.onemcp.core.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.fake.FakeServer;
import io.onemcp.core.fake.World;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What HTTP statuses tell, and do not tell, of a server's era. */
class DialerHttpTest {
  private final World world = new World();
  private final Dialer dialer = world.dialer();
  private final BackendEar ear = new Deaf();
  private final BackendDefinition definition =
      BackendDefinition.of(
          "b", new BackendTransport.Http(URI.create("http://localhost/mcp"), Map.of()));
  private final FakeServer server = FakeServer.stateful("{}");

  @AfterEach
  void close() {
    world.close();
    assertThat(world.tasks.failures()).isEmpty();
  }

  @Test
  void whenTheQuestionIsRefusedLikeByAnOldServer_thenTheHandshakeFollows()
      throws InterruptedException {
    for (int status : new int[] {400, 404, 405, 406, 415}) {
      server.on(Methods.DISCOVER, (_, _) -> refuse(status));
      assertThat(dial(server).revision()).isEqualTo(Revision.V2025_11_25);
    }
  }

  @Test
  void whenCredentialsAreMissingOrTheServerIsBroken_thenThatProvesNothing() {
    for (int status : new int[] {401, 403, 500, 502, 503}) {
      server.on(Methods.DISCOVER, (_, _) -> refuse(status));
      assertThatExceptionOfType(BackendRefusedException.class)
          .isThrownBy(() -> dial(server))
          .satisfies(e -> assertThat(e.status()).isEqualTo(status));
    }
    assertThat(methods(server)).doesNotContain(Methods.INITIALIZE);
  }

  @Test
  void whenTheHandshakeIsRefusedToo_thenTheOldTransportIsTried() throws InterruptedException {
    FakeServer old = FakeServer.stateful("{}");
    for (int status : new int[] {400, 404, 405}) {
      server.on(Methods.DISCOVER, (_, _) -> refuse(status));
      server.on(Methods.INITIALIZE, (_, _) -> refuse(status));
      world.connector.with(
          "b",
          (transport, inlet) ->
              (transport instanceof BackendTransport.Sse ? old : server).open(inlet));

      Hop hop = dialer.dial(definition, ear, HopTerms.SHARED);

      assertThat(hop.revision()).isEqualTo(Revision.V2025_11_25);
      assertThat(methods(old)).containsExactly(Methods.INITIALIZE, Methods.INITIALIZED);
      old.got.clear();
    }
  }

  @Test
  void whenTheHandshakeIsRefusedOtherwise_thenTheOldTransportIsNotTried() {
    server.on(Methods.DISCOVER, (_, _) -> refuse(404));
    server.on(Methods.INITIALIZE, (_, _) -> refuse(410));

    assertThatExceptionOfType(BackendRefusedException.class).isThrownBy(() -> dial(server));
    assertThat(server.connections).hasSize(1);
  }

  private Hop dial(FakeServer peer) throws InterruptedException {
    world.connector.with("b", peer);
    return dialer.dial(definition, ear, HopTerms.SHARED);
  }

  private static List<String> methods(FakeServer peer) {
    return peer.got.stream().map(FakeServer.Got::method).toList();
  }

  private static Response refuse(int status) {
    throw new BackendRefusedException(status, "HTTP " + status);
  }

  private record Deaf() implements BackendEar {
    @Override
    public void listChanged(CapabilityKind kind) {}

    @Override
    public void notified(Notification notification) {}

    @Override
    public void lost(String cause) {}
  }
}
