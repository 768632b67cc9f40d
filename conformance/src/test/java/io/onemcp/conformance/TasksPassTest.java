package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.app.embedded.OneMcpRuntime;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Methods;
import io.onemcp.testkit.ClientAnswer;
import io.onemcp.testkit.ScriptedClient;
import io.onemcp.testkit.ScriptedHttp;
import io.onemcp.testkit.ScriptedServer;
import io.onemcp.testkit.ScriptedTasks;
import io.onemcp.testkit.SeenRequest;
import io.onemcp.testkit.StatelessClient;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What headers say about a task, on either side of the gateway. */
final class TasksPassTest {
  @Nested
  class GivenABackendWithTasks {
    private final ScriptedServer server = ScriptedServer.stateless();
    private final ScriptedTasks tasks = ScriptedTasks.on(server, Era.STATELESS);

    @Test
    void whenATaskIsAskedForAtItsServersAddress_thenTheServerSeesItsOwnIdInTheHeader()
        throws InterruptedException {
      try (ScriptedHttp http = ScriptedHttp.serve(server);
          OneMcpRuntime runtime = start(http);
          ScriptedClient client = ScriptedClient.of(address(runtime, "/server/jobs"))) {
        StatelessClient declaring = client.stateless(ScriptedTasks.DECLARED);
        String id = String.valueOf(declaring.callTool("job", "{}").text("taskId"));

        try (ClientAnswer answer = declaring.call(Methods.TASKS_GET, named(id))) {
          assertThat(answer.result().text("taskId")).isEqualTo(id);
        }
        SeenRequest seen =
            http.requests().await("the task", one -> one.body().contains(Methods.TASKS_GET));
        assertThat(seen.headers())
            .extractingByKey("mcp-name")
            .isEqualTo(tasks.awaitBegun(1))
            .isNotEqualTo(id);
      }
    }

    @Test
    void whenTheHeaderNamesAnotherTask_thenTheRequestIsRefused() throws InterruptedException {
      try (ScriptedHttp http = ScriptedHttp.serve(server);
          OneMcpRuntime runtime = start(http);
          ScriptedClient client = ScriptedClient.of(address(runtime, "/server/jobs"));
          ClientAnswer answer =
              client.stateless().call(Methods.TASKS_GET, named("a"), "Mcp-Name", "b")) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error().at("code")).hasToString("-32020");
      }
    }
  }

  @Nested
  class GivenNoBackendWithTasks {
    @Test
    void whenATaskIsAskedFor_thenTheMethodIsUnknown() throws InterruptedException {
      try (ScriptedHttp http = ScriptedHttp.serve(ScriptedServer.stateless());
          OneMcpRuntime runtime = start(http);
          ScriptedClient client = ScriptedClient.of(address(runtime, ""));
          ClientAnswer answer =
              client.stateless(ScriptedTasks.DECLARED).call(Methods.TASKS_GET, named("a"))) {
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.error().at("code")).hasToString("-32601");
      }
    }
  }

  private static String named(String id) {
    return "{\"taskId\":\"" + id + "\"}";
  }

  private static OneMcpRuntime start(ScriptedHttp http) throws InterruptedException {
    OneMcpRuntime runtime =
        OneMcpRuntime.builder().backend(http.definition("jobs")).http("127.0.0.1", 0).start();
    assertThat(runtime.awaitSettled(Duration.ofSeconds(20))).isTrue();
    return runtime;
  }

  private static URI address(OneMcpRuntime runtime, String path) {
    return URI.create(runtime.url().orElseThrow() + path);
  }
}
