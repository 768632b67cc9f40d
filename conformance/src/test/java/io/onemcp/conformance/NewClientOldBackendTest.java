package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.EventStream;
import io.onemcp.testkit.ScriptedServer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What clients of the stateless era see of backends of the stateful one. */
final class NewClientOldBackendTest {
  private final Map<BackendLine, ScriptedServer> servers = new EnumMap<>(BackendLine.class);
  private final ScriptedGateway gateway = ScriptedGateway.prepare();

  @BeforeEach
  void start() throws InterruptedException {
    for (BackendLine line : BackendLine.of(Era.STATEFUL)) {
      ScriptedServer server = line.server().echoTool("echo");
      String entry = "{\"uri\":\"" + uri(line) + "\",\"name\":\"thing\"}";
      server.list(Methods.RESOURCES_LIST, "resources", "[" + entry + "]");
      server.on(Methods.RESOURCES_READ, (_, reply) -> reply.result("{\"contents\":[{}]}"));
      server.on(Methods.RESOURCES_SUBSCRIBE, (_, reply) -> reply.result("{}"));
      server.on(Methods.RESOURCES_UNSUBSCRIBE, (_, reply) -> reply.result("{}"));
      servers.put(line, server);
      gateway.with(line, server);
    }
    gateway.start();
  }

  @AfterEach
  void end() {
    gateway.close();
  }

  @Nested
  class GivenAClientThatListensToAResource {
    @Test
    void whenTheResourceChanges_thenItsStreamTellsUntilItIsClosed() throws InterruptedException {
      for (BackendLine line : BackendLine.of(Era.STATEFUL)) {
        ScriptedServer server = server(line);
        String uri = uri(line);
        EventStream stream =
            gateway.client().stateless().listen("{\"resourceSubscriptions\":[\"" + uri + "\",7]}");
        Json acknowledged = stream.nextMessage();
        server.push(Methods.RESOURCE_UPDATED, "{\"uri\":\"" + uri + "\"}");
        Json update = stream.nextMessage();
        stream.close();
        Message released = server.awaitReceived(Methods.RESOURCES_UNSUBSCRIBE);

        assertThat(acknowledged.at("params", "notifications"))
            .as("%s", line)
            .hasToString("{\"resourceSubscriptions\":[\"" + uri + "\"]}");
        assertThat(update.text("method")).isEqualTo(Methods.RESOURCE_UPDATED);
        assertThat(update.text("params", "uri")).isEqualTo(uri);
        assertThat(update.at("params", MetaKeys.META, MetaKeys.SUBSCRIPTION_ID))
            .isEqualTo(acknowledged.at("params", MetaKeys.META, MetaKeys.SUBSCRIPTION_ID));
        assertThat(released.whole().text("params", "uri")).isEqualTo(uri);
      }
    }
  }

  @Nested
  class GivenResultsOfTheOldEra {
    @Test
    void whenAToolIsCalledOrAResourceRead_thenTheResultHasWhatTheNewEraWants()
        throws InterruptedException {
      for (BackendLine line : BackendLine.of(Era.STATEFUL)) {
        Json tool = gateway.client().stateless().callTool(line.label() + "__echo", "{\"a\":2.50}");
        Json resource =
            gateway
                .client()
                .stateless()
                .call(Methods.RESOURCES_READ, "{\"uri\":\"" + uri(line) + "\"}")
                .result();

        assertThat(tool.text("resultType")).as("%s", line).isEqualTo("complete");
        assertThat(tool.at("content"))
            .hasToString("[{\"type\":\"text\",\"text\":\"{\\\"a\\\":2.50}\"}]");
        assertThat(resource.at("ttlMs")).hasToString("0");
        assertThat(resource.text("cacheScope")).isEqualTo("private");
        assertThat(resource.at("contents")).hasToString("[{}]");
      }
    }
  }

  private static String uri(BackendLine line) {
    return line.label() + "://thing";
  }

  private ScriptedServer server(BackendLine line) {
    return Objects.requireNonNull(servers.get(line));
  }
}
