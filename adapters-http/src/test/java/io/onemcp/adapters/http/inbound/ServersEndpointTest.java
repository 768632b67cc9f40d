package io.onemcp.adapters.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.adapters.http.inbound.RawConnection.Response;
import io.onemcp.core.protocol.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ServersEndpointTest {
  private static final String PATH = "/api/v1/servers";
  private static final String FILES =
      "{\"name\":\"files\",\"transport\":\"stdio\",\"phase\":\"ready\",\"state\":\"ready\","
          + "\"since\":\"2026-07-28T12:00:00Z\",\"revision\":\"2025-11-25\",\"era\":\"stateful\","
          + "\"circuit\":{\"state\":\"open\",\"probeAt\":\"2026-07-28T12:00:00Z\"},"
          + "\"lists\":\"live\",\"counts\":{\"prompts\":0,\"tools\":3},"
          + "\"lastError\":{\"at\":\"2026-07-28T12:00:00Z\",\"cause\":\"exited with 1\"},"
          + "\"tags\":[\"a\",\"b\"]}";
  private static final String TRACKER =
      "{\"name\":\"tracker\",\"transport\":\"http\",\"phase\":\"starting\","
          + "\"state\":\"connecting\",\"since\":\"2026-07-28T12:00:00Z\",\"cause\":\"connecting\","
          + "\"revision\":\"2026-07-28\",\"era\":\"stateless\","
          + "\"circuit\":{\"state\":\"closed\"},\"lists\":\"cached\","
          + "\"counts\":{\"tools\":9},\"tags\":[],"
          + "\"replicas\":[{\"name\":\"tracker\",\"phase\":\"retrying\",\"state\":\"restarting\","
          + "\"since\":\"2026-07-28T12:00:00Z\",\"cause\":\"refused\",\"circuit\":{\"state\":\"closed\"},"
          + "\"underWay\":3,\"lastError\":{\"at\":\"2026-07-28T12:00:00Z\",\"cause\":\"refused\"}}]}";

  private final OpenDoor door = new OpenDoor();

  @AfterEach
  void close() {
    door.close();
    assertThat(door.tasks.failures()).isEmpty();
  }

  private Response ask(String method, String path, String headers) {
    try (RawConnection raw = door.connect()) {
      return raw.send(method + " " + path + " HTTP/1.1\nHost: HOST\n" + headers + "\n").response();
    }
  }

  private Response get(String path) {
    return ask("GET", path, "");
  }

  @Nested
  class GivenCredentials {
    @Test
    void whenAllAreAskedFor_thenEachIsToldWithoutItsAddress() {
      Response answer = get(PATH);

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.headers()).containsEntry("content-type", "application/json");
      assertThat(answer.body())
          .isEqualTo("{\"version\":7,\"servers\":[" + FILES + "," + TRACKER + "]}")
          .doesNotContain("npx", "t.example");
    }

    @Test
    void whenOneIsAskedFor_thenItAloneIsTold() {
      assertThat(get(PATH + "/files").body())
          .isEqualTo("{\"version\":7,\"servers\":[" + FILES + "]}");
      assertThat(get(PATH + "/nobody").status()).isEqualTo(404);
      assertThat(get(PATH + "/").status()).isEqualTo(404);
      assertThat(get(PATH + "x").status()).isEqualTo(404);
    }

    @Test
    void whenTheNextChangeIsAskedFor_thenTheAnswerComesWithIt() throws InterruptedException {
      try (RawConnection raw = door.connect()) {
        raw.send("GET " + PATH + "?after=7&wait=60 HTTP/1.1\nHost: HOST\n\n");
        assertThat(door.waiting.take()).isEqualTo(7);

        door.change.release();

        assertThat(raw.response().body()).startsWith("{\"version\":7,");
      }
    }

    @Test
    void whenAParameterCannotBe_thenItIsSaid() {
      for (String query :
          new String[] {"after=x", "after=1&wait=61", "wait=-1", "after=", "wait=1s"}) {
        Response answer = get(PATH + "?" + query);

        assertThat(answer.status()).as(query).isEqualTo(400);
        assertThat(answer.body()).contains("0 to 60 seconds");
      }
    }

    @Test
    void whenOnlyTheHeadIsWanted_thenItComesAlone() {
      try (RawConnection raw = door.connect()) {
        assertThat(raw.send("HEAD " + PATH + " HTTP/1.1\nHost: HOST\n\n").head().status())
            .isEqualTo(200);
        assertThat(raw.send("GET /health/live HTTP/1.1\nHost: HOST\n\n").response().body())
            .contains("alive");
      }
    }

    @Test
    void whenAnythingElseIsWanted_thenTheMethodIsRefused() {
      Response answer = ask("POST", PATH, "Content-Length: 0\n");

      assertThat(answer.status()).isEqualTo(405);
      assertThat(answer.headers()).containsEntry("allow", "GET, HEAD");
    }
  }

  @Nested
  class GivenNoCredentials {
    @Test
    void whenServersAreAskedFor_thenNothingIsTold() {
      for (String path : new String[] {PATH, PATH + "/files", PATH + "/nobody"}) {
        Response answer = ask("GET", path, "Authorization: Bearer wrong\n");

        assertThat(answer.status()).as(path).isEqualTo(401);
        assertThat(answer.headers()).containsEntry("www-authenticate", "Bearer");
        assertThat(answer.body()).doesNotContain("files", "tracker");
      }
    }
  }

  @Nested
  class GivenThePageThatDescribesIt {
    @Test
    void whenItNamesMembers_thenTheyAreThoseOfTheAnswer() throws IOException {
      TreeSet<String> told = new TreeSet<>();
      for (Json server :
          Objects.requireNonNull(Json.of(get(PATH).body()).at("servers")).elements()) {
        server.members().forEach(member -> told.add(member.name()));
      }

      TreeSet<String> described = new TreeSet<>();
      Matcher rows =
          Pattern.compile("^\\| `([a-zA-Z]+)` \\|", Pattern.MULTILINE)
              .matcher(Files.readString(Path.of("..", "docs", "api.md")));
      rows.results().forEach(row -> described.add(row.group(1)));

      assertThat(described).isEqualTo(told);
    }
  }
}
