package io.onemcp.adapters.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.config.HttpConfig;
import io.onemcp.core.exchange.Outlet;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.WireText;
import io.onemcp.testkit.ClientAnswer;
import io.onemcp.testkit.EventStream;
import io.onemcp.testkit.EventStream.ServerEvent;
import io.onemcp.testkit.ScriptedClient;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SseEndpointTest {
  private static final String WHO = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"who\"}";
  private static final String NOTE = "{\"jsonrpc\":\"2.0\",\"method\":\"note\"}";
  private static final String WORK = WHO.replace("who", "work");

  private final OpenDoor door =
      new OpenDoor(settings -> OpenDoor.limited(settings, OpenDoor.limits(1 << 20, 8, 4)));
  private final List<ScriptedClient> clients = new ArrayList<>();

  @AfterEach
  void close() {
    clients.forEach(ScriptedClient::close);
    door.close();
    assertThat(door.tasks.failures()).isEmpty();
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(5, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  private ScriptedClient at(String address) {
    ScriptedClient client = ScriptedClient.of(door.uri(address));
    clients.add(client);
    return client;
  }

  private static String initialize(Revision revision) {
    return "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\""
        + revision.wire()
        + "\"}}";
  }

  /** A client with its stream, and the address that it was told to post to. */
  private final class Line {
    final EventStream stream;
    final String address;
    private final ScriptedClient out;

    Line(String path) throws InterruptedException {
      stream = at(path).get("Accept", "text/event-stream").events();
      ServerEvent first = stream.next().orElseThrow();
      assertThat(first.type()).isEqualTo("endpoint");
      address = first.data();
      out = at(address);
    }

    Line open(Revision revision) throws InterruptedException {
      assertThat(post(initialize(revision)).status()).isEqualTo(202);
      assertThat(stream.nextMessage().at("result", "protocolVersion"))
          .hasToString("\"" + revision.wire() + "\"");
      return this;
    }

    ClientAnswer post(String json, String... headers) throws InterruptedException {
      return out.post(json, headers);
    }
  }

  @Nested
  class GivenAStream {
    @Test
    void whenItOpens_thenItBeginsWithTheAddressForMessages() throws InterruptedException {
      assertThat(new Line("/sse").address).matches("/messages\\?sessionId=[\\w-]{43}");
      assertThat(new Line("/mcp/server/files/sse").address)
          .matches("/mcp/server/files/messages\\?sessionId=[\\w-]{43}");
    }

    @Test
    void whenAProxyStandsInFront_thenTheAddressIsTheOneOutside() throws InterruptedException {
      try (OpenDoor behind =
              new OpenDoor(settings ->
                  new DoorSettings(
                      new HttpConfig(
                          "127.0.0.1",
                          0,
                          Set.of(),
                          Set.of(),
                          Optional.of(URI.create("https://gate.example/base/")),
                          Optional.empty()),
                      settings.limits(),
                      settings.heartbeat(),
                      settings.arrival(),
                      settings.grace()));
          ScriptedClient client = ScriptedClient.of(behind.uri("/sse"));
          EventStream stream = client.get("Accept", "text/event-stream").events()) {
        assertThat(stream.next().orElseThrow().data()).startsWith("/base/messages?sessionId=");
      }
    }

    @Test
    void whenItIsAskedForWrongly_thenItIsRefused() throws InterruptedException {
      assertThat(at("/sse").post(WHO).status()).isEqualTo(405);
      assertThat(at("/sse").get("Accept", "application/json").status()).isEqualTo(406);
      assertThat(at("/sse").get("Authorization", "Bearer wrong").status()).isEqualTo(401);
      assertThat(at("/sse").get("Origin", "http://evil.example").status()).isEqualTo(403);
      assertThat(at("/mcp/server/nobody/sse").get("Accept", "text/event-stream").status())
          .isEqualTo(404);
      assertThat(at("/mcp/server/files/sse/x").get("Accept", "text/event-stream").status())
          .isEqualTo(404);
    }

    @Test
    void whenThereAreAsManyAsAllowed_thenOneMoreIsRefused() throws InterruptedException {
      List<Line> lines = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        lines.add(new Line("/sse"));
      }

      assertThat(at("/sse").get("Accept", "text/event-stream").status()).isEqualTo(503);
      assertThat(lines.getLast().post(initialize(Revision.V2024_11_05)).status()).isEqualTo(202);
    }
  }

  @Nested
  class GivenASession {
    @Test
    void whenTheRevisionIsAnyOfItsEra_thenRequestsAreAnsweredOnTheStream()
        throws InterruptedException {
      for (Revision revision : Revision.of(Era.STATEFUL)) {
        Line line = new Line("/sse").open(revision);

        ClientAnswer accepted = line.post(WHO, "MCP-Protocol-Version", revision.wire());
        Json answer = line.stream.nextMessage();

        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.body()).isEmpty();
        assertThat(answer.at("id")).hasToString("7");
        assertThat(answer.at("result", "view")).hasToString("\"Everything[]\"");
        line.stream.close();
        next(door.stateful.closed);
      }
    }

    @Test
    void whenItIsOfOneBackend_thenItSeesThatOneOnly() throws InterruptedException {
      Line line = new Line("/mcp/server/files/sse").open(Revision.V2024_11_05);

      line.post(WHO);

      assertThat(line.stream.nextMessage().at("result", "view")).asString().contains("files");
    }

    @Test
    void whenNothingHasBeenAgreed_thenOnlyTheHandshakeIsTaken() throws InterruptedException {
      Line line = new Line("/sse");

      assertThat(line.post(WHO).error().at("code")).hasToString("-32600");
      assertThat(line.post(NOTE).status()).isEqualTo(400);
      line.open(Revision.V2024_11_05);
      line.post(initialize(Revision.V2024_11_05));
      assertThat(line.stream.nextMessage().at("error", "code")).hasToString("-32600");
    }

    @Test
    void whenSomethingBelongsToNoRequest_thenItComesOnTheStream() throws InterruptedException {
      Line line = new Line("/sse").open(Revision.V2024_11_05);
      Outlet outlet = next(door.stateful.attached);

      outlet.offer(WireText.of("{\"method\":\"changed\"}"));
      ServerEvent event = line.stream.next().orElseThrow();

      assertThat(event).isEqualTo(new ServerEvent("message", "", "{\"method\":\"changed\"}"));
    }

    @Test
    void whenACallAsks_thenTheQuestionComesOnTheStreamAndItsAnswerByPost()
        throws InterruptedException {
      door.stateful.script =
          (request, outlet) -> {
            outlet.offer(WireText.of("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"roots/list\"}"));
            Message answer = next(door.stateful.taken);
            return ScriptedStateless.success(request, ((Message.Success) answer).result());
          };
      Line line = new Line("/sse").open(Revision.V2024_11_05);

      line.post(WORK);
      assertThat(line.stream.nextMessage().text("method")).isEqualTo("roots/list");
      ClientAnswer accepted = line.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"roots\":[]}}");

      assertThat(accepted.status()).isEqualTo(202);
      assertThat(line.stream.nextMessage().at("result")).hasToString("{\"roots\":[]}");
    }

    @Test
    void whenTwoCallsRun_thenTheSecondNeedNotWait() throws InterruptedException {
      CountDownLatch proceed = new CountDownLatch(1);
      door.stateful.script =
          (request, _) -> {
            proceed.await();
            return ScriptedStateless.success(request, Json.TRUE);
          };
      Line line = new Line("/sse").open(Revision.V2025_11_25);

      line.post(WORK.replace("7", "8"));
      line.post(WHO);

      assertThat(line.stream.nextMessage().at("id")).hasToString("7");
      proceed.countDown();
      assertThat(line.stream.nextMessage().at("id")).hasToString("8");
    }

    @Test
    void whenMoreCallsRunThanAllowed_thenOneMoreIsRefused() throws InterruptedException {
      CountDownLatch proceed = new CountDownLatch(1);
      door.stateful.script =
          (request, _) -> {
            proceed.await();
            return ScriptedStateless.success(request, Json.TRUE);
          };
      Line line = new Line("/sse").open(Revision.V2025_11_25);
      for (int i = 0; i < 4; i++) {
        assertThat(line.post(WORK).status()).isEqualTo(202);
      }

      ClientAnswer refused = line.post(WORK);

      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.message().at("id")).hasToString("7");
      proceed.countDown();
      for (int i = 0; i < 4; i++) {
        assertThat(line.stream.nextMessage().at("result")).isEqualTo(Json.TRUE);
      }
    }

    @Test
    void whenACallFails_thenTheStreamSaysSo() throws InterruptedException {
      door.stateful.script =
          (_, _) -> {
            throw new IllegalStateException("wrong");
          };
      Line line = new Line("/sse").open(Revision.V2024_11_05);

      line.post(WORK);

      assertThat(line.stream.nextMessage().at("error", "code")).hasToString("-32603");
    }
  }

  @Nested
  class GivenTheEnd {
    @Test
    void whenTheStreamBreaks_thenTheSessionEndsAndItsAddressIsUnknown()
        throws InterruptedException {
      Line line = new Line("/sse").open(Revision.V2024_11_05);

      line.stream.close();

      next(door.stateful.closed);
      assertThat(line.post(WHO).status()).isEqualTo(404);
    }

    @Test
    void whenTheSessionEnds_thenTheStreamEnds() throws InterruptedException {
      Line line = new Line("/sse").open(Revision.V2024_11_05);

      next(door.stateful.attached).end();

      assertThat(line.stream.next()).isEmpty();
      next(door.stateful.closed);
    }

    @Test
    void whenTheClientDoesNotRead_thenItIsCutOffAndItsSessionEnds() throws InterruptedException {
      WireText big = WireText.of("{\"pad\":\"" + "x".repeat(100_000) + "\"}");
      try (RawConnection slow = door.connect()) {
        slow.send("GET /sse HTTP/1.1\nHost: HOST\nAccept: text/event-stream\n\n").head();
        String address = "";
        while (!address.contains("/messages")) {
          address = slow.chunk();
        }
        at(address.substring(address.indexOf('/')).strip()).post(initialize(Revision.V2024_11_05));
        Outlet outlet = next(door.stateful.attached);

        boolean taken = true;
        for (int i = 0; i < 1_000 && taken; i++) {
          taken = outlet.offer(big);
        }

        assertThat(taken).isFalse();
        next(door.stateful.closed);
      }
    }
  }

  @Nested
  class GivenAPost {
    @Test
    void whenItNamesNoStreamOfThisCallerHere_thenItIsRefused() throws InterruptedException {
      Line line = new Line("/sse").open(Revision.V2024_11_05);
      String query = line.address.substring(line.address.indexOf('?'));

      assertThat(at("/messages").post(WHO).status()).isEqualTo(400);
      assertThat(at("/messages?sessionId=a&sessionId=b").post(WHO).status()).isEqualTo(400);
      assertThat(at("/messages?sessionId=nobody").post(WHO).status()).isEqualTo(404);
      assertThat(at("/mcp/server/files/messages" + query).post(WHO).status()).isEqualTo(404);
      assertThat(line.post(WHO, "Authorization", "Bearer mallory").status()).isEqualTo(404);
      assertThat(line.post(WHO, "Authorization", "Bearer wrong").status()).isEqualTo(401);
      assertThat(line.post(WHO, "Origin", "http://evil.example").status()).isEqualTo(403);
      assertThat(line.stream.isEmpty()).isTrue();
    }

    @Test
    void whenItIsNoSingleMessage_thenItIsRefused() throws InterruptedException {
      Line line = new Line("/sse").open(Revision.V2024_11_05);

      assertThat(line.post("{").error().at("code")).hasToString("-32700");
      assertThat(line.post("[" + WHO + "]").error().at("code")).hasToString("-32600");
      assertThat(line.post("{\"id\":3}").status()).isEqualTo(400);
      assertThat(line.post(WHO, "Content-Type", "text/plain").status()).isEqualTo(415);
      assertThat(line.post(WHO, "MCP-Protocol-Version", "2025-06-18").status()).isEqualTo(400);
      assertThat(at(line.address).get().status()).isEqualTo(405);
      assertThat(line.stream.isEmpty()).isTrue();
    }
  }

  @Nested
  class GivenManyEvents {
    @Test
    void whenTheyComeInQuickSuccession_thenNoneIsLostOrOutOfOrder() throws InterruptedException {
      Line line = new Line("/sse").open(Revision.V2024_11_05);
      Outlet outlet = next(door.stateful.attached);
      BlockingQueue<String> seen = new LinkedBlockingQueue<>();

      for (int i = 0; i < 5_000; i++) {
        assertThat(outlet.offer(WireText.of("{\"method\":\"event " + i + "\"}"))).isTrue();
        seen.add(line.stream.nextMessage().text("method"));
      }

      for (int i = 0; i < 5_000; i++) {
        assertThat(seen.remove()).isEqualTo("event " + i);
      }
    }
  }
}
