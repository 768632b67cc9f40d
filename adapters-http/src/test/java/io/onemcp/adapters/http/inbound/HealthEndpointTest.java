package io.onemcp.adapters.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.adapters.http.inbound.HealthReport.Overall;
import io.onemcp.adapters.http.inbound.RawConnection.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HealthEndpointTest {
  private final OpenDoor door = new OpenDoor();

  @AfterEach
  void close() {
    door.close();
    assertThat(door.tasks.failures()).isEmpty();
  }

  private static final String WRONG = "Authorization: Bearer wrong\n";

  private Response get(String path, String headers) {
    try (RawConnection raw = door.connect()) {
      return raw.send("GET " + path + " HTTP/1.1\nHost: HOST\n" + headers + "\n").response();
    }
  }

  @Nested
  class GivenAnybody {
    @Test
    void whenAskedForLife_thenOneWordIsTold() {
      Response answer = get("/health/live", WRONG);

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.headers()).containsEntry("content-type", "application/json");
      assertThat(answer.body()).isEqualTo("{\"status\":\"alive\"}");
    }

    @Test
    void whenAskedForReadiness_thenItDependsOnWhetherAllSettled() {
      Response ready = get("/health/ready", WRONG);
      door.health = Overall.DEGRADED;
      Response degraded = get("/health/ready", "");
      door.health = Overall.STARTING;
      Response starting = get("/health/ready", "");

      assertThat(ready.status()).isEqualTo(200);
      assertThat(ready.body()).isEqualTo("{\"status\":\"ready\"}");
      assertThat(degraded.status()).isEqualTo(200);
      assertThat(starting.status()).isEqualTo(503);
      assertThat(starting.body()).isEqualTo("{\"status\":\"starting\"}");
    }

    @Test
    void whenTheyHaveNoCredentials_thenNoDetailsAreTold() {
      assertThat(get("/health", WRONG).body()).isEqualTo("{\"status\":\"ok\"}");
    }

    @Test
    void whenTheyHaveCredentials_thenEveryBackendIsTold() {
      door.health = Overall.DEGRADED;

      assertThat(get("/health", "").body())
          .isEqualTo(
              "{\"status\":\"degraded\",\"version\":\"1.2.3\",\"servers\":{\"total\":2,\"starting\":1,"
                  + "\"ready\":1,\"idle\":0,\"retrying\":0,\"failed\":0,\"waiting\":0,\"disabled\":0,\"cached\":1},"
                  + "\"config\":{\"state\":\"rejected\",\"since\":\"1970-01-01T00:00:00Z\",\"problems\":[\"mcp.json:"
                  + " empty\"],\"pending\":[\"runtime.http.port\"]},\"problems\":[\"disk full\"],"
                  + "\"backends\":[{\"name\":\"files\",\"state\":\"ready\",\"since\":\"2026-07-28T12:00:00Z\",\"transport\":\"stdio"
                  + " npx\",\"revision\":\"2025-11-25\","
                  + "\"circuit\":{\"state\":\"open\",\"probeAt\":\"2026-07-28T12:00:00Z\"},\"lists\":\"live\","
                  + "\"counts\":{\"prompts\":0,\"tools\":3},\"diagnostics\":[\"hello\"],\"strayOutput\":2},"
                  + "{\"name\":\"tracker\",\"state\":\"connecting\","
                  + "\"since\":\"2026-07-28T12:00:00Z\",\"transport\":\"http"
                  + " https://t.example/mcp\",\"circuit\":{\"state\":\"closed\"},\"lists\":\"cached\","
                  + "\"counts\":{\"tools\":9},\"reason\":\"connecting\",\"diagnostics\":[],\"strayOutput\":0,"
                  + "\"replicas\":[{\"name\":\"tracker\",\"phase\":\"retrying\",\"state\":\"restarting\","
                  + "\"since\":\"2026-07-28T12:00:00Z\",\"cause\":\"refused\",\"circuit\":{\"state\":\"closed\"},"
                  + "\"underWay\":3,\"lastError\":{\"at\":\"2026-07-28T12:00:00Z\",\"cause\":\"refused\"}}]}]}");
    }

    @Test
    void whenTheyOnlyWantTheHead_thenTheyGetIt() {
      try (RawConnection raw = door.connect()) {
        assertThat(raw.send("HEAD /health HTTP/1.1\nHost: HOST\n\n").head().status())
            .isEqualTo(200);
        assertThat(raw.send("GET /health/live HTTP/1.1\nHost: HOST\n\n").response().body())
            .contains("alive");
      }
    }
  }
}
