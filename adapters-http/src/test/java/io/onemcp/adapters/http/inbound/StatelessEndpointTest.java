package io.onemcp.adapters.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.WireText;
import io.onemcp.testkit.ClientAnswer;
import io.onemcp.testkit.ScriptedClient;
import io.onemcp.testkit.StatelessClient;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StatelessEndpointTest {
  private final OpenDoor door = new OpenDoor();
  private final ScriptedClient client = door.client();
  private final StatelessClient stateless = client.stateless();

  @AfterEach
  void close() {
    client.close();
    door.close();
    assertThat(door.tasks.failures()).isEmpty();
  }

  @Nested
  class GivenARequest {
    @Test
    void whenNothingComesBeforeTheAnswer_thenItIsJson() throws InterruptedException {
      ClientAnswer answer =
          stateless.call("who", "{\"name\":\"x\"}", "Mcp-Name", "x", "Mcp-Session-Id", "ignored");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Content-Type")).isEqualTo("application/json");
      assertThat(answer.header("Mcp-Session-Id")).isEmpty();
      Json result = answer.result();
      assertThat(result.text("era")).isEqualTo("stateless");
      assertThat(result.text("caller")).isEqualTo("anonymous");
      assertThat(result.text("name")).isEqualTo("x");
      assertThat(result.at("thread")).isEqualTo(Json.TRUE);
    }

    @Test
    void whenSomethingComesBeforeTheAnswer_thenItIsAStream() throws InterruptedException {
      door.stateless.script =
          (request, outlet) -> {
            assertThat(outlet.offer(WireText.of("{\"method\":\"one\"}"))).isTrue();
            assertThat(outlet.offer(WireText.of("{\"method\":\n\"two\"\r\n}"))).isTrue();
            return ScriptedStateless.success(request, Json.of("{\"done\":true}"));
          };

      ClientAnswer answer = stateless.call("work", "{}");

      assertThat(answer.isStream()).isTrue();
      assertThat(answer.header("X-Accel-Buffering")).isEqualTo("no");
      assertThat(answer.header("Cache-Control")).isEqualTo("no-cache, no-transform");
      assertThat(answer.result()).hasToString("{\"done\":true}");
      assertThat(answer.interim())
          .map(Json::toString)
          .containsExactly("{\"method\":\"one\"}", "{\"method\":\n\"two\"\n}");
    }

    @Test
    void whenTheClientDisconnects_thenTheExchangeIsInterrupted() throws InterruptedException {
      CountDownLatch running = new CountDownLatch(1);
      CountDownLatch interrupted = new CountDownLatch(1);
      door.stateless.script =
          (_, _) -> {
            running.countDown();
            try {
              new CountDownLatch(1).await();
              throw new AssertionError("unreachable");
            } catch (InterruptedException e) {
              interrupted.countDown();
              throw e;
            }
          };
      RawConnection raw = door.connect();
      raw.post(
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\"}", "MCP-Protocol-Version: 2026-07-28");
      assertThat(running.await(5, TimeUnit.SECONDS)).isTrue();

      raw.close();

      assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
    }
  }
}
