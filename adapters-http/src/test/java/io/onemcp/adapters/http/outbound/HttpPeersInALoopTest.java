package io.onemcp.adapters.http.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.backend.BackendConnection;
import io.onemcp.core.protocol.Message;
import io.onemcp.testkit.Running;
import io.onemcp.testkit.ScriptedHttp;
import io.onemcp.testkit.ScriptedServer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The same, with connections that wait in an event loop. */
final class HttpPeersInALoopTest extends HttpPeersTest {
  @Override
  HttpFixture.Waits waits() {
    return HttpFixture.Waits.IN_A_LOOP;
  }

  @Test
  void whenTheServerEndsConnectionsThatAreNotUsed_thenNoCallIsLost() throws Exception {
    int calls = 20;
    Semaphore ended = new Semaphore(0);
    try (RawDoor door = new RawDoor()) {
      Running<Boolean> server =
          Running.start(() -> {
            for (int i = 0; i < calls; i++) {
              try (RawDoor.Client client = door.accept()) {
                client.read();
                client.answer();
              }
              ended.release();
            }
            return true;
          });
      try (BackendConnection connection = fixture.open(HttpFixture.definition(door.url()))) {
        for (int i = 0; i < calls; i++) {
          assertThat(HttpFixture.call(connection).result()).isInstanceOf(Message.Success.class);
          assertThat(ended.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
          fixture.letTheLoopTurn();
        }
      }
      server.result();
    }
  }

  @Test
  void whenTheLoopHasEnded_thenCallsGoOnWithoutIt() throws InterruptedException {
    ScriptedHttp server = fixture.serve(ScriptedServer.stateless().echoTool("t"));
    try (BackendConnection connection = fixture.open(HttpFixture.definition(server.url()))) {
      assertThat(HttpFixture.call(connection).result()).isInstanceOf(Message.Success.class);

      fixture.endLoop();

      assertThat(HttpFixture.call(connection).result()).isInstanceOf(Message.Success.class);
    }
  }
}
