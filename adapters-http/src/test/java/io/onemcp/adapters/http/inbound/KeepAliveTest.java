package io.onemcp.adapters.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.adapters.http.inbound.RawConnection.Response;
import io.onemcp.core.protocol.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class KeepAliveTest {
  private static final String WHO = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"who\"}";

  private final OpenDoor door = new OpenDoor();

  @AfterEach
  void close() {
    door.close();
    assertThat(door.tasks.failures()).isEmpty();
  }

  /** A request that is refused: method and path, headers, body, status. */
  private record Refused(String line, String headers, String body, int status) {
    String text() {
      return line
          + " HTTP/1.1\nHost: HOST\n"
          + headers
          + "Content-Length: "
          + body.length()
          + "\n\n"
          + body;
    }
  }

  private static final String JSON = "Content-Type: application/json\n";

  private static final List<Refused> REFUSED =
      List.of(
          new Refused("POST /mcp", JSON, "{", 400),
          new Refused("POST /mcp", JSON, "{}", 400),
          new Refused("POST /mcp", JSON, "[]", 400),
          new Refused("POST /mcp", JSON, WHO, 400),
          new Refused("POST /mcp", JSON + "Mcp-Session-Id: nobody\n", WHO, 404),
          new Refused("POST /mcp", JSON + "MCP-Protocol-Version: 1999-01-01\n", WHO, 400),
          new Refused("POST /mcp", JSON + "Authorization: Bearer wrong\n", WHO, 401),
          new Refused("POST /mcp", "Content-Type: text/plain\n", WHO, 415),
          new Refused("POST /mcp", "", WHO, 415),
          new Refused("POST /mcp", JSON + "Accept: image/png\n", WHO, 406),
          new Refused("POST /mcp", JSON + "Origin: http://evil.example\n", WHO, 403),
          new Refused("PUT /mcp", JSON, WHO, 405),
          new Refused("GET /mcp", "MCP-Protocol-Version: 2026-07-28\n", "", 405),
          new Refused("POST /nowhere", JSON, WHO, 404),
          new Refused("POST /mcp/server/nobody", JSON, WHO, 404),
          new Refused("POST /health", JSON, WHO, 405));

  @Nested
  class GivenOneConnection {
    @Test
    void whenARequestIsRefused_thenTheNextOneIsServed() {
      for (Refused refused : REFUSED) {
        try (RawConnection raw = door.connect()) {
          Response first = raw.send(refused.text()).response();
          Response second = raw.post(WHO, "MCP-Protocol-Version: 2026-07-28").response();

          assertThat(first.status()).as("%s", refused).isEqualTo(refused.status());
          assertThat(first.body()).as("%s", refused).contains("\"error\"");
          assertThat(second.status()).as("%s", refused).isEqualTo(200);
        }
      }
    }

    @Test
    void whenRequestsArePipelined_thenEachIsAnsweredInOrder() {
      for (Refused refused : REFUSED) {
        try (RawConnection raw = door.connect()) {
          String next =
              "POST /mcp HTTP/1.1\nHost: HOST\n"
                  + JSON
                  + "MCP-Protocol-Version: 2026-07-28\n"
                  + "Content-Length: "
                  + WHO.length()
                  + "\n\n"
                  + WHO;
          raw.send(next + refused.text() + refused.text() + next);

          assertThat(raw.response().status()).as("%s", refused).isEqualTo(200);
          assertThat(raw.response().status()).as("%s", refused).isEqualTo(refused.status());
          assertThat(raw.response().status()).as("%s", refused).isEqualTo(refused.status());
          assertThat(raw.response().status()).as("%s", refused).isEqualTo(200);
        }
      }
    }

    @Test
    void whenRequestsFollowAnswersAtOnce_thenEachIsAnswered() {
      try (RawConnection raw = door.connect()) {
        for (int i = 0; i < 2_000; i++) {
          String who = WHO.replace("1,", i + ",");
          Response response = raw.post(who, "MCP-Protocol-Version: 2026-07-28").response();
          assertThat(response.body()).contains("\"id\":" + i + ",");
        }
      }
    }

    @Test
    void whenItsClientSaysNothingMore_thenItIsClosed() {
      // Only what has ended counts as idle, and an answer alone does not end an exchange.
      try (OpenDoor hasty =
              new OpenDoor(settings ->
                  OpenDoor.arriving(
                      OpenDoor.beating(settings, Duration.ofMillis(100)), Duration.ofMillis(100)));
          RawConnection raw = hasty.connect()) {
        Response response = raw.post(WHO, "MCP-Protocol-Version: 2026-07-28").response();

        assertThat(response.status()).isEqualTo(200);
        assertThat(raw.isClosedByServer()).isTrue();
      }
    }

    @Test
    void whenTheNextRequestComesDuringAnExchange_thenItWaitsForItsTurn()
        throws InterruptedException {
      CountDownLatch running = new CountDownLatch(1);
      CountDownLatch proceed = new CountDownLatch(1);
      door.stateless.script =
          (request, _) -> {
            running.countDown();
            proceed.await();
            return ScriptedStateless.success(request, Json.TRUE);
          };
      try (RawConnection raw = door.connect()) {
        raw.post(WHO.replace("who", "slow"), "MCP-Protocol-Version: 2026-07-28");
        assertThat(running.await(5, TimeUnit.SECONDS)).isTrue();
        raw.post(WHO, "MCP-Protocol-Version: 2026-07-28");
        try (RawConnection other = door.connect()) {
          other.send("GET /health/live HTTP/1.1\nHost: HOST\n\n").response();
        }

        proceed.countDown();

        assertThat(raw.response().body()).contains("\"result\":true");
        assertThat(raw.response().body()).contains("stateless");
      }
    }
  }

  @Nested
  class GivenAnAmbiguousRequest {
    @Test
    void whenTwoReadersCouldFrameItDifferently_thenItIsRefusedAndTheConnectionClosed() {
      String start = "POST /mcp HTTP/1.1\nHost: HOST\n" + JSON;
      List<String> shapes =
          List.of(
              start + "Content-Length: 5\nTransfer-Encoding: chunked\n\n0\n\nX",
              start + "Content-Length: 5\nContent-Length: 6\n\nhello",
              start + "Content-Length: +5\n\nhello",
              start + "Content-Length: -1\n\n",
              start + "Content-Length: 5,5\n\nhello",
              start + "Transfer-Encoding : chunked\n\n0\n\n",
              start + "Transfer-Encoding: chunked, identity\n\n0\n\n",
              start + "Transfer-Encoding: xchunked\n\n0\n\n",
              " " + start + "Content-Length: 0\n\n",
              "POST /mcp HTTP/1.1\nHost: HOST\nHost: evil.example\nContent-Length: 0\n\n",
              "POST /mcp HTTP/1.1\nContent-Length: 0\n\n");

      for (String shape : shapes) {
        try (RawConnection raw = door.connect()) {
          assertThat(raw.send(shape).response().status()).as("%s", shape).isIn(400, 403, 501);
          assertThat(raw.isClosedByServer()).as("%s", shape).isTrue();
        }
      }
    }

    @Test
    void whenItsMethodOrTargetIsOdd_thenItIsRefused() {
      List<String> lines =
          List.of(
              "CONNECT evil.example:80",
              "CONNECT 127.0.0.1:80",
              "TRACE /mcp",
              "OPTIONS *",
              "GET /mcp/../health",
              "GET /mcp%2fserver%2ffiles",
              "GET /MCP",
              "GET //mcp",
              "FOO /mcp");

      for (String line : lines) {
        try (RawConnection raw = door.connect()) {
          int status = raw.send(line + " HTTP/1.1\nHost: HOST\n\n").response().status();
          assertThat(status).as("%s", line).isIn(400, 403, 404, 405);
        }
      }
    }

    @Test
    void whenAHeaderIsFolded_thenItsPartsAreOneValue() {
      try (RawConnection raw = door.connect()) {
        raw.post(WHO, "MCP-Protocol-Version: 2026-07-28", "Mcp-Name: a", " b");
        assertThat(raw.response().body()).contains("\"name\":\"a b\"");
      }
    }

    @Test
    void whenItsHeadersAreTooLarge_thenItIsRefused() {
      try (RawConnection raw = door.connect()) {
        raw.send("GET /health/live HTTP/1.1\nHost: HOST\nX: " + "x".repeat(70_000) + "\n\n");
        assertThat(raw.response().status()).isEqualTo(400);
      }
    }
  }
}
