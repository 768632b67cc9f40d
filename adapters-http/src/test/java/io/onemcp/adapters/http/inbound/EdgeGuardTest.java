package io.onemcp.adapters.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.adapters.http.inbound.RawConnection.Response;
import io.onemcp.core.config.HttpConfig;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EdgeGuardTest {
  private static final List<String> ROUTES =
      List.of(
          "/mcp",
          "/mcp/server/files",
          "/mcp/server/nobody",
          "/health",
          "/health/live",
          "/health/ready",
          "/elsewhere");

  private static boolean admits(EdgeGuard guard, String host, String origin) {
    return guard.objection(host, Optional.of(origin).filter(o -> !o.isEmpty())).isEmpty();
  }

  @Nested
  class GivenALoopbackAddress {
    private final EdgeGuard guard =
        new EdgeGuard(
            OpenDoor.http(
                "127.0.0.1", Set.of("gw.example:8443"), Set.of("https://app.example:444")));

    @Test
    void whenTheHostIsLoopbackOrConfigured_thenItMayComeIn() {
      assertThat(List.of("localhost", "LOCALHOST:1", "127.0.0.1:3050", "[::1]:3050", "[::1]"))
          .allMatch(host -> admits(guard, host, ""));
      assertThat(admits(guard, "gw.example:8443", "")).isTrue();
    }

    @Test
    void whenTheHostIsForeign_thenItMayNot() {
      assertThat(
              List.of(
                  "evil.example",
                  "evil.example:3050",
                  "localhost.evil.example",
                  "localhost.",
                  "127.0.0.1.nip.io",
                  "127.0.0.1@evil.example",
                  "gw.example",
                  "gw.example:1",
                  "0.0.0.0",
                  "[::2]",
                  "[::1",
                  "",
                  " ",
                  "localhost, evil.example"))
          .noneMatch(host -> admits(guard, host, ""));
      assertThat(guard.objection(null, Optional.empty())).isPresent();
    }

    @Test
    void whenTheOriginIsLoopbackOrConfigured_thenItMayComeIn() {
      assertThat(
              List.of(
                  "http://localhost",
                  "https://localhost:5173",
                  "http://127.0.0.1:80",
                  "http://[::1]:80",
                  "https://app.example:444"))
          .allMatch(origin -> admits(guard, "localhost", origin));
    }

    @Test
    void whenTheOriginIsForeign_thenItMayNot() {
      assertThat(
              List.of(
                  "http://evil.example",
                  "https://app.example",
                  "http://app.example:444",
                  "null",
                  "file://",
                  "chrome-extension://localhost",
                  "http://localhost.evil.example",
                  "http://evil.example@localhost",
                  "http://localhost/path",
                  "http://localhost,http://evil.example",
                  "localhost",
                  "http://",
                  "%"))
          .noneMatch(origin -> admits(guard, "localhost", origin));
    }

    @Test
    void whenTheHostIsNotLoopback_thenALoopbackOriginMayNot() {
      assertThat(admits(guard, "gw.example:8443", "http://localhost")).isFalse();
    }
  }

  @Nested
  class GivenAnyOtherAddress {
    @Test
    void whenItIsAWildcard_thenLoopbackNamesMayComeIn() {
      for (String wildcard : List.of("0.0.0.0", "::")) {
        EdgeGuard guard = new EdgeGuard(OpenDoor.http(wildcard, Set.of("192.168.1.5"), Set.of()));
        assertThat(admits(guard, "localhost:3050", "")).isTrue();
        assertThat(admits(guard, "192.168.1.5:3050", "")).isTrue();
        assertThat(admits(guard, "192.168.1.6:3050", "")).isFalse();
      }
    }

    @Test
    void whenItIsAName_thenOnlyThatNameMayComeIn() {
      EdgeGuard guard = new EdgeGuard(OpenDoor.http("gw.lan", Set.of(), Set.of()));

      assertThat(admits(guard, "GW.lan:3050", "")).isTrue();
      assertThat(admits(guard, "localhost", "")).isFalse();
    }

    @Test
    void whenAProxyStandsInFront_thenItsAddressMayComeIn() {
      HttpConfig http =
          new HttpConfig(
              "127.0.0.1",
              0,
              Set.of(),
              Set.of(),
              Optional.of(URI.create("https://MCP.example/x")),
              Optional.empty());
      EdgeGuard guard = new EdgeGuard(http);

      assertThat(admits(guard, "mcp.example", "https://mcp.example")).isTrue();
      assertThat(admits(guard, "mcp.example", "http://mcp.example")).isFalse();
    }
  }

  @Nested
  class GivenAnOpenDoor {
    @Test
    void whenHostOrOriginIsForeign_thenEveryRouteAndMethodSays403() {
      try (OpenDoor door = new OpenDoor()) {
        for (String route : ROUTES) {
          for (String method : List.of("GET", "POST", "DELETE", "OPTIONS", "PUT")) {
            assertForbidden(door, method + " " + route, "evil.example", "");
            assertForbidden(door, method + " " + route, "HOST", "Origin: http://evil.example\n");
            assertForbidden(door, method + " http://HOST" + route, "HOST", "");
          }
        }
      }
    }

    private static void assertForbidden(OpenDoor door, String line, String host, String origin) {
      try (RawConnection raw = door.connect()) {
        Response response =
            raw.send(line + " HTTP/1.1\nHost: " + host + "\n" + origin + "\n").response();
        assertThat(response.status()).as("%s %s %s", line, host, origin).isEqualTo(403);
        assertThat(response.headers()).doesNotContainKey("access-control-allow-origin");
        assertThat(response.body()).contains("\"jsonrpc\":\"2.0\"").doesNotContain("\"id\"");
      }
    }

    @Test
    void whenTheOriginIsAllowed_thenThePageMayReadTheAnswer() {
      try (OpenDoor door = new OpenDoor();
          RawConnection raw = door.connect()) {
        Response preflight =
            raw.send(
                    "OPTIONS /mcp HTTP/1.1\nHost: HOST\nOrigin: http://localhost:5173\n"
                        + "Access-Control-Request-Method: POST\nAccess-Control-Request-Headers: "
                        + "Content-Type, X-Evil, Mcp-Session-Id, mcp-param-Region\n\n")
                .response();
        Response answer =
            raw.send("GET /health/live HTTP/1.1\nHost: HOST\nOrigin: http://localhost:5173\n\n")
                .response();

        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.headers())
            .containsEntry("access-control-allow-origin", "http://localhost:5173")
            .containsEntry("access-control-allow-methods", "GET, POST, DELETE")
            .containsEntry(
                "access-control-allow-headers", "content-type, mcp-session-id, mcp-param-region")
            .doesNotContainKey("access-control-allow-credentials");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers())
            .containsEntry("access-control-allow-origin", "http://localhost:5173")
            .containsEntry("vary", "Origin")
            .containsEntry(
                "access-control-expose-headers",
                "Mcp-Session-Id, MCP-Protocol-Version, WWW-Authenticate");
      }
    }

    @Test
    void whenOptionsIsNoPreflight_thenItIsRefused() {
      try (OpenDoor door = new OpenDoor();
          RawConnection raw = door.connect()) {
        assertThat(raw.send("OPTIONS /mcp HTTP/1.1\nHost: HOST\n\n").response().status())
            .isEqualTo(405);
      }
    }
  }
}
