package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.app.embedded.OneMcpRuntime;
import io.onemcp.app.embedded.ToolOutput;
import io.onemcp.app.embedded.ToolServer;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.EventStream;
import io.onemcp.testkit.Running;
import io.onemcp.testkit.ScriptedClient;
import io.onemcp.testkit.ScriptedHttp;
import io.onemcp.testkit.ScriptedStdio;
import io.onemcp.testkit.StatefulClient;
import io.onemcp.testkit.StatelessClient;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a gateway holds after twenty thousand exchanges is what it held after two thousand. */
final class FlatMemoryTest {
  private static final int CLIENTS = 48;
  private static final int WARM = 2_000;
  private static final int ALL = 20_000;

  /** Exchanges that leave 512 bytes behind each would be seen. */
  private static final long MARGIN_BYTES = (ALL - WARM) * 512L;

  private final AskingBackend backend = new AskingBackend(BackendLine.STATEFUL_HTTP_STREAM);
  private final AskingBackend child = new AskingBackend(BackendLine.STATEFUL_STDIO);
  private final ScriptedHttp http = ScriptedHttp.serve(backend.server());
  private final ScriptedStdio pipe = ScriptedStdio.serve(child.server());
  private final OneMcpRuntime runtime =
      OneMcpRuntime.builder()
          .http("127.0.0.1", 0)
          .backend(http.definition("net"))
          .backend(pipe.definition("pipe"))
          .server(
              "near",
              ToolServer.named("near")
                  .tool("plain", "Answers at once", Json.EMPTY_OBJECT, _ -> ToolOutput.text("x")))
          .start();
  private final ScriptedClient endpoint = ScriptedClient.of(runtime.url().orElseThrow());

  @BeforeEach
  void start() throws InterruptedException {
    assertThat(runtime.awaitSettled(Duration.ofSeconds(30))).isTrue();
  }

  @AfterEach
  void end() throws Exception {
    endpoint.close();
    runtime.close();
    http.close();
    pipe.close();
  }

  @Nested
  class GivenClientsOfBothErasThatAreAsked {
    @Test
    void whenTwentyThousandExchangesAreOver_thenNothingIsLeftOfThem() throws InterruptedException {
      play(WARM);
      long warm = heap();

      for (int played = WARM; played < ALL; played += WARM) {
        play(WARM);
      }

      long bound = warm + MARGIN_BYTES;
      assertThat(Eventually.see(this::heap, used -> used < bound, Duration.ofSeconds(10)))
          .isLessThan(bound);
    }

    private void play(int exchanges) throws InterruptedException {
      AtomicInteger left = new AtomicInteger(exchanges);
      List<Running<Integer>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(Running.start(() -> playAlone(left)));
      }
      int played = 0;
      for (Running<Integer> client : clients) {
        played += client.result();
      }
      assertThat(played).isEqualTo(exchanges);
      assertThat(runtime.heldCalls()).isZero();
      // The gateway's own session, and those of all stateless clients, which are one caller.
      int sessions = Eventually.see(http::sessions, open -> open <= 17, Duration.ofSeconds(10));
      assertThat(sessions).isGreaterThan(1);
    }

    /** Each client goes through all kinds of exchanges, and some rounds of questions at the end. */
    private int playAlone(AtomicInteger left) throws InterruptedException {
      StatelessClient modern = endpoint.stateless("{\"elicitation\":{}}");
      int played = 0;
      int conversations = 0;
      for (int next = left.getAndDecrement(); next > 0; next = left.getAndDecrement()) {
        int kind = next % 20;
        if (kind < 4) {
          conversations++;
        } else if (kind < 8) {
          park(modern, kind == 4 ? "pipe" : "net");
        } else {
          askOnce(modern, kind);
        }
        played++;
      }
      converse(conversations);
      return played;
    }

    private void askOnce(StatelessClient client, int kind) throws InterruptedException {
      switch (kind) {
        case 8 -> assertThat(client.call(Methods.TOOLS_LIST, "{}").result()).isNotNull();
        case 9 ->
            assertThat(client.call(Methods.TOOLS_CALL, "{\"name\":\"x__y\"}").error()).isNotNull();
        case 10, 11 -> assertThat(client.callTool("net__ask", "{}").at("answers")).isNotNull();
        default -> assertThat(client.callTool("near__plain", "{}").at("content")).isNotNull();
      }
    }

    private void park(StatelessClient client, String server) throws InterruptedException {
      String arguments = AskingBackend.asking("k", AskingBackend.form("m"));
      RoundTrip call = RoundTrip.tool(client, server + "__ask", arguments);
      Json asked = call.first().result();
      Json result = call.again(asked, RoundTrip.answering(asked, RoundTrip.ACCEPTED)).result();
      assertThat(result.at("answers")).hasToString("[" + RoundTrip.ACCEPTED + "]");
    }

    private void converse(int conversations) throws InterruptedException {
      String arguments = AskingBackend.asking("k", AskingBackend.form("m"));
      String params = "{\"name\":\"net__ask\",\"arguments\":" + arguments + "}";
      try (StatefulClient client =
          endpoint.initialize(Revision.LATEST_STATEFUL, "{\"elicitation\":{}}")) {
        for (int i = 0; i < conversations; i++) {
          try (EventStream call = client.call(Methods.TOOLS_CALL, params).events()) {
            client.answer(call.nextMessage(), RoundTrip.ACCEPTED).close();
            assertThat(call.nextMessage().at("result")).isNotNull();
          }
        }
      }
    }

    /** What scripted peers remember is none of the gateway's. */
    private long heap() {
      backend.server().received().clear();
      child.server().received().clear();
      http.requests().clear();
      for (int i = 0; i < 3; i++) {
        System.gc();
      }
      return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
  }
}
