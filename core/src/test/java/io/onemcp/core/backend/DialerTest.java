package io.onemcp.core.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.fake.FakeServer;
import io.onemcp.core.fake.Waiting;
import io.onemcp.core.fake.World;
import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.RpcError;
import io.onemcp.core.protocol.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DialerTest {
  private final World world = new World();
  private final Dialer dialer = world.dialer();
  private final Ear ear = new Ear();
  private BackendDefinition definition = World.backend("b");

  @AfterEach
  void close() {
    world.close();
    assertThat(world.tasks.failures()).isEmpty();
  }

  @Nested
  class GivenAServerOfOneEra {
    @Test
    void whenItIsStateless_thenTheFirstQuestionSettlesIt() throws InterruptedException {
      FakeServer server = FakeServer.stateless("{\"tools\":{}}");

      Hop hop = dial(server);

      assertThat(hop.revision()).isEqualTo(Revision.V2026_07_28);
      assertThat(hop.server().serverInfo().text("name")).isEqualTo("new");
      assertThat(methods(server)).containsExactly(Methods.DISCOVER);
    }

    @Test
    void whenItIsStateful_thenItIsGreetedOnTheSameConnection() throws InterruptedException {
      FakeServer server = FakeServer.stateful("{}");

      Hop hop = dial(server);

      assertThat(hop.revision()).isEqualTo(Revision.V2025_11_25);
      assertThat(hop.server().serverInfo().text("name")).isEqualTo("old");
      assertThat(server.connections).hasSize(1);
      assertThat(methods(server))
          .containsExactly(Methods.DISCOVER, Methods.INITIALIZE, Methods.INITIALIZED);
    }

    @Test
    void whenItRefusesTheFirstQuestionInAnyWay_thenItIsGreetedAllTheSame()
        throws InterruptedException {
      for (int code : new int[] {-32601, -32600, -32602, -32000, -32020, -32022, 0, 17}) {
        FakeServer server =
            FakeServer.stateful("{}").failing(Methods.DISCOVER, new RpcError(code, "no"));
        assertThat(dial(server).revision()).isEqualTo(Revision.V2025_11_25);
      }
      FakeServer odd =
          FakeServer.stateful("{}").answering(Methods.DISCOVER, Json.of("{\"hello\":1}"));
      assertThat(dial(odd).revision()).isEqualTo(Revision.V2025_11_25);
    }

    @Test
    void whenItNegotiatesAnOlderRevision_thenThatIsSpoken() throws InterruptedException {
      FakeServer server =
          FakeServer.stateful("{}")
              .answering(
                  Methods.INITIALIZE,
                  Json.of("{\"protocolVersion\":\"2024-11-05\",\"capabilities\":{}}"));

      assertThat(dial(server).revision()).isEqualTo(Revision.V2024_11_05);
      assertThat(server.next(Methods.INITIALIZED).headers())
          .containsEntry("MCP-Protocol-Version", "2024-11-05");
    }
  }

  @Nested
  class GivenAServerOfBothEras {
    @Test
    void whenDialled_thenTheStatelessEraIsChosen() throws InterruptedException {
      FakeServer server =
          FakeServer.stateless("{}")
              .answering(
                  Methods.INITIALIZE,
                  Json.of("{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}"));

      assertThat(dial(server).revision()).isEqualTo(Revision.V2026_07_28);
    }

    @Test
    void whenItWantsTheRevisionToBeSaidAgain_thenItIs() throws InterruptedException {
      FakeServer server = FakeServer.mute();
      server.on(
          Methods.DISCOVER,
          (request, _) -> {
            server.answering(
                Methods.DISCOVER,
                Json.of("{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{}}"));
            return Failure.of(
                request.id(),
                new RpcError(-32022, "again", Json.of("{\"supported\":[\"2026-07-28\"]}")));
          });

      assertThat(dial(server).revision()).isEqualTo(Revision.V2026_07_28);
      assertThat(methods(server)).containsExactly(Methods.DISCOVER, Methods.DISCOVER);
    }
  }

  @Nested
  class GivenNoCommonRevision {
    @Test
    void whenDialled_thenTheReasonsAreToldAndTheConnectionIsClosed() throws InterruptedException {
      FakeServer server =
          FakeServer.mute()
              .failing(
                  Methods.DISCOVER,
                  new RpcError(-32022, "later", Json.of("{\"supported\":[\"2027-01-01\"]}")))
              .answering(Methods.INITIALIZE, Json.of("{\"protocolVersion\":\"2023-01-01\"}"));

      assertThatExceptionOfType(BackendUnreachableException.class)
          .isThrownBy(() -> dial(server))
          .withMessageContaining("-32022")
          .withMessageContaining("2023-01-01");
      Waiting.until(server.connection().closed);
    }

    @Test
    void whenNoTransportFits_thenThatIsSaid() {
      definition = BackendDefinition.of("b", new BackendTransport.InProcess("nowhere"));

      assertThatExceptionOfType(BackendUnreachableException.class)
          .isThrownBy(() -> dialer.dial(definition, ear, HopTerms.SHARED))
          .withMessageContaining("transport");
    }
  }

  @Nested
  class GivenAServerThatDiesOfTheFirstQuestion {
    private final FakeServer server = FakeServer.stateful("{}");

    @Test
    void whenDialled_thenItIsStartedAgainAndItsDeathIsNotTakenForThatOfTheNext()
        throws InterruptedException {
      dieOnDiscover();

      Hop hop = dial(server);

      assertThat(hop.revision()).isEqualTo(Revision.V2025_11_25);
      assertThat(server.connections).hasSize(2);
      assertThat(ear.losses).isEmpty();
      server.connection().breakDown("really gone");
      assertThat(ear.losses).containsExactly("really gone");
    }

    @Test
    void whenDialledAgain_thenItIsSparedTheQuestion() throws InterruptedException {
      dieOnDiscover();
      dial(server).close();
      server.got.clear();

      dial(server);

      assertThat(methods(server)).containsExactly(Methods.INITIALIZE, Methods.INITIALIZED);
      assertThat(server.connections).hasSize(3);
    }

    @Test
    void whenItDiesOfTheHandshakeToo_thenTheDialFails() {
      dieOnDiscover();
      server.on(Methods.INITIALIZE, (_, _) -> die());

      assertThatExceptionOfType(BackendLostException.class).isThrownBy(() -> dial(server));
    }

    @Test
    void whenItCannotBeStartedAgain_thenTheDialFails() {
      dieOnDiscover();
      world.connector.with(
          "b",
          (_, inlet) -> {
            world.connector.with("b", (_, _) -> refuse());
            return open(server, inlet);
          });

      assertThatExceptionOfType(BackendUnreachableException.class)
          .isThrownBy(() -> dialer.dial(definition, ear, HopTerms.SHARED));
      assertThat(server.connection().closed.getCount()).isZero();
    }

    private BackendConnection refuse() {
      throw new BackendUnreachableException("no second time");
    }

    private void dieOnDiscover() {
      server.on(Methods.DISCOVER, (_, _) -> die());
    }

    private io.onemcp.core.protocol.Message.Response die() {
      server.connection().breakDown("exit 1");
      throw new BackendLostException("exit 1");
    }
  }

  @Nested
  class GivenAServerThatKeepsSilent {
    private final FakeServer server = FakeServer.stateful("{}");
    private final CountDownLatch asked = new CountDownLatch(1);

    @Test
    void whenTheProbeIsOver_thenItIsGreeted() throws InterruptedException {
      keepSilent();
      BlockingQueue<Hop> dialled = dialAside();

      Waiting.until(asked);
      world.time.turn(World.PROBE);

      assertThat(Waiting.next(dialled).revision()).isEqualTo(Revision.V2025_11_25);
    }

    @Test
    void whenTheTimeToConnectIsShort_thenHalfOfItIsLeftForTheHandshake()
        throws InterruptedException {
      keepSilent();
      definition =
          new BackendDefinition(
              definition.name(),
              definition.transport(),
              false,
              Set.of(),
              Duration.ofSeconds(2),
              Duration.ofSeconds(9));
      BlockingQueue<Hop> dialled = dialAside();

      Waiting.until(asked);
      assertThat(world.time.waiting()).containsExactly(Duration.ofSeconds(1));
      world.time.turn(Duration.ofSeconds(1));

      assertThat(Waiting.next(dialled).revision()).isEqualTo(Revision.V2025_11_25);
    }

    @Test
    void whenItAnswersLate_thenNoCallOfOursTakesThatForItsAnswer() throws InterruptedException {
      keepSilent();
      BlockingQueue<Hop> dialled = dialAside();
      Waiting.until(asked);
      FakeServer.Got probe = server.next(Methods.DISCOVER);
      world.time.turn(World.PROBE);

      Waiting.next(dialled).call(Call.of(Methods.PING, Json.EMPTY_OBJECT));

      assertThat(server.next(Methods.PING).message().whole().at("id"))
          .isNotEqualTo(probe.message().whole().at("id"));
    }

    private void keepSilent() {
      server.on(
          Methods.DISCOVER,
          (_, _) -> {
            asked.countDown();
            new CountDownLatch(1).await();
            throw new AssertionError("never");
          });
    }

    private BlockingQueue<Hop> dialAside() {
      world.connector.with("b", server);
      BlockingQueue<Hop> dialled = new LinkedBlockingQueue<>();
      world.tasks.start(
          "dial",
          () -> {
            try {
              dialled.add(dialer.dial(definition, ear, HopTerms.SHARED));
            } catch (InterruptedException _) {
              Thread.currentThread().interrupt();
            }
          });
      return dialled;
    }
  }

  @Nested
  class GivenAServerThatWasRememberedAsStateful {
    @Test
    void whenItSpeaksTheOtherEraOnly_thenThatIsFoundOut() throws InterruptedException {
      dial(FakeServer.stateful("{}"));

      assertThat(dial(FakeServer.stateless("{}")).revision()).isEqualTo(Revision.V2026_07_28);
    }
  }

  private Hop dial(FakeServer server) throws InterruptedException {
    world.connector.with("b", server);
    return dialer.dial(definition, ear, HopTerms.SHARED);
  }

  private static BackendConnection open(FakeServer server, BackendInlet inlet) {
    return server.open(inlet);
  }

  private static List<String> methods(FakeServer server) {
    return server.got.stream().map(FakeServer.Got::method).toList();
  }

  private static final class Ear implements BackendEar {
    private final BlockingQueue<String> losses = new LinkedBlockingQueue<>();

    @Override
    public void listChanged(CapabilityKind kind) {}

    @Override
    public void notified(Notification notification) {}

    @Override
    public void lost(String cause) {
      losses.add(cause);
    }
  }
}
