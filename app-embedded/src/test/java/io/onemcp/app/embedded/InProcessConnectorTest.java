package io.onemcp.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.onemcp.core.backend.BackendConnection;
import io.onemcp.core.backend.BackendConnector;
import io.onemcp.core.backend.BackendUnreachableException;
import io.onemcp.core.backend.OutboundMessage;
import io.onemcp.core.backend.OutboundRequest;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.protocol.MessageCodec;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.WireText;
import io.onemcp.testkit.BackendConnectorContract;
import io.onemcp.testkit.ObedientServer;
import io.onemcp.testkit.RecordingInlet;
import io.onemcp.testkit.Running;
import io.onemcp.testkit.ScriptedCall;
import io.onemcp.testkit.ScriptedServer;
import io.onemcp.testkit.TestTasks;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class InProcessConnectorTest implements BackendConnectorContract {
  @Override
  public BackendConnector connector() {
    ScriptedServer obedient = ObedientServer.of(Revision.LATEST_STATEFUL);
    return connector((request, interim) -> ScriptedCall.answer(obedient, request, interim));
  }

  @Override
  public BackendDefinition obedient() {
    return definition("server");
  }

  @Override
  public BackendDefinition nobody() {
    return definition("nobody");
  }

  private static InProcessConnector connector(InProcessServer server) {
    return new InProcessConnector(
        Map.of("server", server), new MessageCodec(LIMITS.maxJsonDepth()), new TestTasks());
  }

  private static BackendDefinition definition(String key) {
    return BackendDefinition.of(key, new BackendTransport.InProcess(key));
  }

  private static OutboundRequest request(String text) {
    return new OutboundRequest(
        new RequestId.Num(1), new OutboundMessage(WireText.of(text), Map.of()));
  }

  private static final OutboundRequest CALL =
      request("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\"}");

  @Nested
  final class GivenTransportsOfOtherKinds {
    @Test
    void whenAsked_thenOnlyServerObjectsAreReached() {
      assertThat(connector().reaches(new BackendTransport.InProcess("any"))).isTrue();
      assertThat(
              connector()
                  .reaches(new BackendTransport.Http(URI.create("http://h.example"), Map.of())))
          .isFalse();
    }
  }

  @Nested
  final class GivenAServerThatFails {
    @Test
    void whenItThrows_thenTheCallerGetsThat() throws InterruptedException {
      InProcessConnector connector =
          connector((_, _) -> {
            throw new IllegalStateException("broken");
          });
      try (BackendConnection connection = connector.open(obedient(), new RecordingInlet())) {
        assertThat(Running.start(() -> connection.exchange(CALL, _ -> {})).failure())
            .containsInstanceOf(IllegalStateException.class);
      }
    }

    @Test
    void whenTheRequestIsNone_thenTheCulpritIsNamed() {
      try (BackendConnection connection = connector().open(obedient(), new RecordingInlet())) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> connection.exchange(request("[]"), _ -> {}))
            .withMessageStartingWith("request: ");
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Nested
  final class GivenACallThatIgnoresItsInterrupt {
    @Test
    void whenClosed_thenCloseDoesNotWaitAndTheCallersThreadIsNotInterruptedForEver()
        throws InterruptedException {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      BlockingQueue<Boolean> interruptedAfterwards = new LinkedBlockingQueue<>();
      BackendConnection connection =
          connector(
                  (_, _) -> {
                    begun.countDown();
                    awaitStubbornly(release);
                    throw new BackendUnreachableException("whatever");
                  })
              .open(obedient(), new RecordingInlet());
      Running<Boolean> caller =
          Running.start(() -> {
            try {
              connection.exchange(CALL, _ -> {});
            } catch (BackendUnreachableException _) {
              interruptedAfterwards.add(Thread.currentThread().isInterrupted());
            }
            return true;
          });
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

      connection.close();
      release.countDown();

      assertThat(caller.result()).isTrue();
      assertThat(interruptedAfterwards.poll(10, TimeUnit.SECONDS)).isFalse();
    }

    private static void awaitStubbornly(CountDownLatch release) {
      boolean interrupted = false;
      while (release.getCount() > 0) {
        try {
          release.await();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
