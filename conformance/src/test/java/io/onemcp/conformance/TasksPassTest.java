package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.app.embedded.OneMcpRuntime;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.ClientAnswer;
import io.onemcp.testkit.ScriptedClient;
import io.onemcp.testkit.ScriptedHttp;
import io.onemcp.testkit.ScriptedServer;
import io.onemcp.testkit.SeenRequest;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Methods of extensions that the gateway does not know pass to the one backend of an address. */
final class TasksPassTest {
  private static final String TASK = "{\"taskId\":\"t-1\"}";
  private static final String WORKING =
      "{\"resultType\":\"complete\",\"taskId\":\"t-1\",\"status\":\"working\",\"x\":2.50}";

  private final ScriptedServer server =
      ScriptedServer.stateless().on("tasks/get", (_, reply) -> reply.result(WORKING));

  @Test
  void whenATaskIsAskedForAtItsServersAddress_thenTheServerAnswersAndSeesTheHeader()
      throws InterruptedException {
    try (ScriptedHttp http = ScriptedHttp.serve(server);
        OneMcpRuntime runtime = start(http);
        ScriptedClient client = ScriptedClient.of(address(runtime, "/server/jobs"));
        ClientAnswer answer = client.stateless().call("tasks/get", TASK, "Mcp-Name", "t-1")) {
      assertThat(String.valueOf(answer.result())).isEqualTo(WORKING);
      SeenRequest seen = http.requests().await("the task", one -> one.body().contains("tasks/get"));
      assertThat(seen.headers()).extractingByKey("mcp-name").isEqualTo("t-1");
    }
  }

  @Test
  void whenATaskIsAskedForAmongAllServers_thenTheMethodIsUnknown() throws InterruptedException {
    try (ScriptedHttp http = ScriptedHttp.serve(server);
        OneMcpRuntime runtime = start(http);
        ScriptedClient client = ScriptedClient.of(address(runtime, ""));
        ClientAnswer answer = client.stateless().call("tasks/get", TASK, "Mcp-Name", "t-1")) {
      Json code = answer.error().at("code");

      assertThat(answer.status()).isEqualTo(404);
      assertThat(String.valueOf(code)).isEqualTo("-32601");
    }
  }

  @Test
  void whenTheHeaderNamesAnotherTask_thenTheRequestIsRefused() throws InterruptedException {
    try (ScriptedHttp http = ScriptedHttp.serve(server);
        OneMcpRuntime runtime = start(http);
        ScriptedClient client = ScriptedClient.of(address(runtime, "/server/jobs"));
        ClientAnswer answer = client.stateless().call("tasks/get", TASK, "Mcp-Name", "t-2")) {
      assertThat(answer.status()).isEqualTo(400);
      assertThat(String.valueOf(answer.error().at("code"))).isEqualTo("-32020");
    }
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
