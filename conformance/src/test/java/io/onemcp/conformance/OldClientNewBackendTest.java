package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.ClientAnswer;
import io.onemcp.testkit.EventStream;
import io.onemcp.testkit.Running;
import io.onemcp.testkit.StatefulClient;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What clients of the stateful era see of backends of the stateless one. */
final class OldClientNewBackendTest {
  private final Map<BackendLine, RoundsBackend> backends = new EnumMap<>(BackendLine.class);
  private final ScriptedGateway gateway = ScriptedGateway.prepare();

  @BeforeEach
  void start() throws InterruptedException {
    for (BackendLine line : BackendLine.of(Era.STATELESS)) {
      RoundsBackend backend = new RoundsBackend(line);
      backends.put(line, backend);
      gateway.with(line, backend.server());
    }
    gateway.start();
  }

  @AfterEach
  void end() {
    gateway.close();
  }

  @Nested
  class GivenResultsThatStrictClientsRefuse {
    @Test
    void whenAToolIsCalled_thenTheResultIsMadeSafe() throws InterruptedException {
      try (StatefulClient client = client()) {
        for (BackendLine line : BackendLine.of(Era.STATELESS)) {
          Json result = client.callTool(line.label() + "__modern", "{}");

          assertThat(result).as("%s", line).hasToString("{\"content\":[]}");
        }
      }
    }

    @Test
    void whenListed_thenSchemasThatAreNoObjectsAreLeftOut() throws InterruptedException {
      try (StatefulClient client = client()) {
        Json result = client.call(Methods.TOOLS_LIST, "{}").result();

        assertThat(result.members()).extracting(member -> member.name()).containsExactly("tools");
        assertThat(Objects.requireNonNull(result.at("tools")).elements())
            .isNotEmpty()
            .allMatch(tool -> tool.at("outputSchema") == null);
      }
    }

    @Test
    void whenAResourceIsMissing_thenTheErrorIsTheOneOfItsEra() throws InterruptedException {
      try (StatefulClient client = client()) {
        for (BackendLine line : BackendLine.of(Era.STATELESS)) {
          Json error =
              client
                  .call(Methods.RESOURCES_READ, "{\"uri\":\"" + backend(line).uri() + "\"}")
                  .error();

          assertThat(error.at("code"))
              .as("%s", line)
              .hasToString(String.valueOf(ErrorCodes.RESOURCE_NOT_FOUND));
          assertThat(error.text("data", "uri")).isEqualTo(backend(line).uri());
        }
      }
    }
  }

  @Nested
  class GivenAClientThatCancels {
    @Test
    void whenTheBackendIsOnAPipe_thenItIsTold() throws InterruptedException {
      RoundsBackend backend = backend(BackendLine.STATELESS_STDIO);
      try (StatefulClient client = client()) {
        Running<ClientAnswer> call = hang(client, BackendLine.STATELESS_STDIO);
        Message received = backend.server().awaitReceived(Methods.TOOLS_CALL);

        client.notify(Methods.CANCELLED, "{\"requestId\":1}").close();

        Message cancelled = backend.server().awaitReceived(Methods.CANCELLED);
        assertThat(cancelled.whole().at("params", "requestId"))
            .isEqualTo(received.whole().at("id"));
        assertThat(call.result().status()).isEqualTo(202);
      }
    }

    @Test
    void whenTheBackendIsReachedByHttp_thenTheStreamOfTheCallIsClosed()
        throws InterruptedException {
      RoundsBackend backend = backend(BackendLine.STATELESS_HTTP_STREAM);
      try (StatefulClient client = client()) {
        Running<ClientAnswer> call = hang(client, BackendLine.STATELESS_HTTP_STREAM);
        backend.server().awaitReceived(Methods.TOOLS_CALL);

        client.notify(Methods.CANCELLED, "{\"requestId\":1}").close();

        assertThat(backend.awaitClosedStream()).isTrue();
        assertThat(call.result().status()).isEqualTo(202);
      }
    }

    private Running<ClientAnswer> hang(StatefulClient client, BackendLine line) {
      String params = "{\"name\":\"" + line.label() + "__" + RoundsBackend.HANG + "\"}";
      return Running.start(() -> client.call(Methods.TOOLS_CALL, params));
    }
  }

  @Nested
  class GivenAClientThatSubscribes {
    @Test
    void whenTheResourceChanges_thenItIsToldUntilItUnsubscribes() throws InterruptedException {
      for (BackendLine line : BackendLine.of(Era.STATELESS)) {
        RoundsBackend backend = backend(line);
        String uri = "{\"uri\":\"" + backend.uri() + "\"}";
        try (StatefulClient client = client();
            EventStream stream = client.listen()) {
          assertThat(client.call(Methods.RESOURCES_SUBSCRIBE, uri).result()).hasToString("{}");
          backend.awaitStream(backend.uri()).tell(Methods.RESOURCE_UPDATED, Json.of(uri));

          Json update = stream.nextMessage();
          assertThat(update.text("method")).as("%s", line).isEqualTo(Methods.RESOURCE_UPDATED);
          assertThat(update.at("params")).as("%s", line).hasToString(uri);

          int before = backend.streams().size();
          assertThat(client.call(Methods.RESOURCES_UNSUBSCRIBE, uri).result()).hasToString("{}");
          assertThat(backend.awaitStream(before + 1).filter()).doesNotContain(backend.uri());
        }
      }
    }

    @Test
    void whenTwoSubscribe_thenTheBackendIsAskedOnceAndBothAreTold() throws InterruptedException {
      BackendLine line = BackendLine.STATELESS_HTTP_JSON;
      RoundsBackend backend = backend(line);
      String uri = "{\"uri\":\"" + backend.uri() + "\"}";
      try (StatefulClient one = client();
          StatefulClient other = client();
          EventStream streamOfOne = one.listen();
          EventStream streamOfOther = other.listen()) {
        one.call(Methods.RESOURCES_SUBSCRIBE, uri).result();
        other.call(Methods.RESOURCES_SUBSCRIBE, uri).result();
        RoundsBackend.Stream subscription = backend.awaitStream(backend.uri());
        subscription.tell(Methods.RESOURCE_UPDATED, Json.of(uri));

        assertThat(streamOfOne.nextMessage().at("params")).hasToString(uri);
        assertThat(streamOfOther.nextMessage().at("params")).hasToString(uri);
        assertThat(backend.streams())
            .filteredOn(stream -> stream.filter().contains(backend.uri()))
            .hasSize(1);

        one.call(Methods.RESOURCES_UNSUBSCRIBE, uri).result();
        subscription.tell(Methods.RESOURCE_UPDATED, Json.of(uri));
        assertThat(streamOfOther.nextMessage().at("params")).hasToString(uri);
        assertThat(streamOfOne.isEmpty()).isTrue();
      }
    }
  }

  private StatefulClient client() throws InterruptedException {
    return gateway.client().initialize(Revision.LATEST_STATEFUL);
  }

  private RoundsBackend backend(BackendLine line) {
    return Objects.requireNonNull(backends.get(line));
  }
}
