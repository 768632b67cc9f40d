package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.EventStream;
import io.onemcp.testkit.ScriptedClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Clients of both eras hear of a changed list if they can see the change, and only then. */
final class ChangedListsTest {
  private static final String ALL =
      "{\"toolsListChanged\":true,\"promptsListChanged\":true,\"resourcesListChanged\":true}";

  private final AskingBackend old = new AskingBackend(BackendLine.STATEFUL_HTTP_JSON);
  private final RoundsBackend modern = new RoundsBackend(BackendLine.STATELESS_HTTP_JSON);
  private final ScriptedGateway gateway = ScriptedGateway.prepare();

  @BeforeEach
  void start() throws InterruptedException {
    gateway
        .with("old", BackendLine.STATEFUL_HTTP_JSON, old.server())
        .with("modern", BackendLine.STATELESS_HTTP_JSON, modern.server())
        .start();
  }

  @AfterEach
  void end() {
    gateway.close();
  }

  @Nested
  class GivenABackendOfTheStatefulEra {
    @Test
    void whenItsListsChange_thenWhoSeesThemHearsItOnce() throws InterruptedException {
      List<EventStream> streams = streams(gateway.client());
      streams.addAll(streams(gateway.client("old")));

      changeAll(streams);
    }

    @Test
    void whenItOnlySaysSo_thenNobodyHearsIt() throws InterruptedException {
      List<EventStream> streams = streams(gateway.client());
      old.server().push(Methods.TOOLS_CHANGED, "{}");
      old.server().received().await("second look at the tools", 2, ChangedListsTest::listsTools);

      changeAll(streams);
    }

    @Test
    void whenAClientSeesAnotherBackendOnly_thenItHearsNothing() throws InterruptedException {
      List<EventStream> everything = streams(gateway.client());
      List<EventStream> other = streams(gateway.client("modern"));

      changeAll(everything);
      modern
          .server()
          .list(Methods.RESOURCES_LIST, "resources", "[{\"uri\":\"x://1\",\"name\":\"n\"}]");
      modern.awaitStream("resourcesListChanged").tell(Methods.RESOURCES_CHANGED, Json.EMPTY_OBJECT);

      for (EventStream stream : other) {
        assertThat(stream.nextMessage().text("method")).isEqualTo(Methods.RESOURCES_CHANGED);
      }
    }

    /** Changes tools, then prompts, and makes sure that each stream tells each change once. */
    private void changeAll(List<EventStream> streams) throws InterruptedException {
      old.server().echoTool("more");
      old.server().push(Methods.TOOLS_CHANGED, "{}");
      assertNext(streams, Methods.TOOLS_CHANGED);
      old.server().list(Methods.PROMPTS_LIST, "prompts", "[{\"name\":\"more\"}]");
      old.server().push(Methods.PROMPTS_CHANGED, "{}");
      assertNext(streams, Methods.PROMPTS_CHANGED);
    }
  }

  @Nested
  class GivenABackendOfTheStatelessEra {
    @Test
    void whenItsListsChange_thenWhoSeesThemHearsItOnce() throws InterruptedException {
      List<EventStream> streams = streams(gateway.client());
      streams.addAll(streams(gateway.client("modern")));

      changeAll(streams);
    }

    @Test
    void whenAClientListensToOneKind_thenItHearsOfNoOther() throws InterruptedException {
      EventStream prompts =
          gateway.client().stateless().listen("{\"promptsListChanged\":true,\"x\":true}");
      Json acknowledged = prompts.nextMessage();
      List<EventStream> all = streams(gateway.client());

      changeAll(all);

      assertThat(acknowledged.at("params", "notifications"))
          .hasToString("{\"promptsListChanged\":true}");
      assertThat(prompts.nextMessage().text("method")).isEqualTo(Methods.PROMPTS_CHANGED);
      assertThat(prompts.isEmpty()).isTrue();
    }

    private void changeAll(List<EventStream> streams) throws InterruptedException {
      RoundsBackend.Stream stream = modern.awaitStream("toolsListChanged");
      modern.server().echoTool("more");
      stream.tell(Methods.TOOLS_CHANGED, Json.EMPTY_OBJECT);
      assertNext(streams, Methods.TOOLS_CHANGED);
      modern.server().list(Methods.PROMPTS_LIST, "prompts", "[{\"name\":\"more\"}]");
      stream.tell(Methods.PROMPTS_CHANGED, Json.EMPTY_OBJECT);
      assertNext(streams, Methods.PROMPTS_CHANGED);
    }
  }

  /** A stream of each era, of which the acknowledgement is read already. */
  private static List<EventStream> streams(ScriptedClient endpoint) throws InterruptedException {
    List<EventStream> streams = new ArrayList<>();
    streams.add(endpoint.initialize(Revision.LATEST_STATEFUL).listen());
    EventStream listen = endpoint.stateless().listen(ALL);
    assertThat(listen.nextMessage().text("method")).isEqualTo(Methods.LISTEN_ACKNOWLEDGED);
    streams.add(listen);
    return streams;
  }

  private static boolean listsTools(Message message) {
    return message instanceof Message.Request(_, _, String method)
        && method.equals(Methods.TOOLS_LIST);
  }

  private static void assertNext(List<EventStream> streams, String method)
      throws InterruptedException {
    for (EventStream stream : streams) {
      assertThat(stream.nextMessage().text("method")).isEqualTo(method);
      assertThat(stream.isEmpty()).isTrue();
    }
  }
}
