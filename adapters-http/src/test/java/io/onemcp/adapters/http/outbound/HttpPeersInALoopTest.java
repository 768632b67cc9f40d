package io.onemcp.adapters.http.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.backend.BackendConnection;
import io.onemcp.core.protocol.Message;
import io.onemcp.testkit.ScriptedHttp;
import io.onemcp.testkit.ScriptedServer;
import org.junit.jupiter.api.Test;

/** The same, with connections that wait in an event loop. */
final class HttpPeersInALoopTest extends HttpPeersTest {
  @Override
  HttpFixture.Waits waits() {
    return HttpFixture.Waits.IN_A_LOOP;
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
