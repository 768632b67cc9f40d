package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.ClientAnswer;
import io.onemcp.testkit.Running;
import io.onemcp.testkit.ScriptedServer;
import io.onemcp.testkit.StatefulClient;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Backends whose notifications can be read in two ways. */
final class AmbiguousBackendTest {
  private static final List<String> AMBIGUOUS =
      List.of(
          "\"notifications/progress\",\"params\":{\"progressToken\":1,\"progressToken\":2}",
          "\"notifications/message\",\"params\":{\"level\":\"error\",\"level\":\"debug\"}",
          "\"notifications/cancelled\",\"params\":{\"requestId\":1,\"requestId\":2}",
          "\"notifications/resources/updated\",\"params\":{\"uri\":\"a\",\"uri\":\"b\"}",
          "\"notifications/tools/list_changed\",\"params\":{\"_meta\":{},\"_meta\":{}}");

  private final ScriptedGateway gateway = ScriptedGateway.prepare();

  @BeforeEach
  void start() throws InterruptedException {
    for (BackendLine line : BackendLine.values()) {
      ScriptedServer server = line.server();
      server.tool(
          "noisy",
          (call, reply) -> {
            for (String note : AMBIGUOUS) {
              reply.raw("{\"jsonrpc\":\"2.0\",\"method\":" + note + "}");
            }
            reply.text("done");
          });
      server.tool("twofold", (call, reply) -> reply.raw(twofold(call)));
      gateway.with(line, server);
    }
    gateway.start();
  }

  private static String twofold(Message.Request call) {
    return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"resultType\":\"complete\",\"resultType\":\"x\"}}"
        .formatted(call.id().json());
  }

  @AfterEach
  void end() {
    gateway.close();
  }

  @Nested
  class GivenAnAnswerThatHasToBeTranslated {
    @Test
    void whenItComes_thenTheBackendIsBlamedAndNotTheClient() throws InterruptedException {
      for (BackendLine line : BackendLine.values()) {
        for (String capabilities : List.of("{}", "{\"elicitation\":{}}")) {
          String params = "{\"name\":\"" + line.label() + "__twofold\",\"arguments\":{}}";
          ClientAnswer answer =
              line.era() == Era.STATEFUL
                  ? gateway.client().stateless(capabilities).call(Methods.TOOLS_CALL, params)
                  : gateway
                      .client()
                      .initialize(Revision.LATEST_STATEFUL, capabilities)
                      .call(Methods.TOOLS_CALL, params);

          assertThat(answer.error().at("code"))
              .as("%s for %s", line, capabilities)
              .hasToString(String.valueOf(ErrorCodes.INTERNAL_ERROR));
        }
      }
    }
  }

  @Nested
  class GivenNotificationsBeforeAnAnswer {
    @Test
    void whenTheyCome_thenTheyAreDroppedAndTheCallGoesOn() throws InterruptedException {
      for (BackendLine line : BackendLine.values()) {
        for (Era era : Era.values()) {
          for (int i = 0; i < 2; i++) {
            Running<Json> call = Running.start(() -> call(era, line.label() + "__noisy"));

            assertThat(call.result().at("content"))
                .as("%s of %s", era, line)
                .hasToString("[{\"type\":\"text\",\"text\":\"done\"}]");
          }
        }
      }
    }

    private Json call(Era era, String tool) throws InterruptedException {
      if (era == Era.STATELESS) {
        String meta = "{\"" + MetaKeys.LOG_LEVEL + "\":\"debug\",\"progressToken\":7}";
        return gateway
            .client()
            .stateless()
            .call(Methods.TOOLS_CALL, "{\"name\":\"" + tool + "\",\"_meta\":" + meta + "}")
            .result();
      }
      try (StatefulClient client = gateway.client().initialize(Revision.LATEST_STATEFUL)) {
        return client
            .call(Methods.TOOLS_CALL, "{\"name\":\"" + tool + "\",\"_meta\":{\"progressToken\":7}}")
            .result();
      }
    }
  }
}
