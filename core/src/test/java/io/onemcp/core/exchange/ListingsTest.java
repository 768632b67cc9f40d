package io.onemcp.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.config.NamingConfig;
import io.onemcp.core.fake.Gateway;
import io.onemcp.core.fake.Offers;
import io.onemcp.core.fake.OldClient;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ListingsTest {
  private static final BackendName A = new BackendName("a");
  private static final BackendName B = new BackendName("b");

  private Gateway gateway = new Gateway();

  @AfterEach
  void close() {
    gateway.close();
  }

  @Nested
  class GivenToolsOfBothEras {
    @Test
    void whenAStatefulClientLists_thenItGetsTheArrayAndNothingElse() throws InterruptedException {
      gateway.catalog.offered(A, Offers.tools("x").offer());
      gateway.catalog.offered(B, Offers.tools("y").era(Era.STATELESS).offer());

      assertThat(gateway.old().result(Methods.TOOLS_LIST, "{}"))
          .hasToString("{\"tools\":[{\"name\":\"a__x\"},{\"name\":\"b__y\"}]}");
    }

    @Test
    void whenAStatelessClientLists_thenItGetsTheMembersOfItsEraToo() throws InterruptedException {
      gateway.catalog.offered(A, Offers.tools("x").offer());

      assertThat(gateway.fresh().result(Methods.TOOLS_LIST, "{}"))
          .hasToString(
              "{\"tools\":[{\"name\":\"a__x\"}],\"resultType\":\"complete\",\"ttlMs\":0,\"cacheScope\":\"private\","
                  + "\"_meta\":{\"io.modelcontextprotocol/serverInfo\":{\"name\":\"gate\",\"title\":\"Gate\",\"version\":\"9\"}}}");
    }

    @Test
    void whenNothingIsOffered_thenEveryListIsEmpty() throws InterruptedException {
      for (CapabilityKind kind : CapabilityKind.values()) {
        assertThat(gateway.old().result(kind.listMethod(), "{}"))
            .hasToString("{\"" + kind.listMember() + "\":[]}");
      }
    }

    @Test
    void whenADefinitionHasWhatTheOtherEraCannotBear_thenItLosesThatOnly()
        throws InterruptedException {
      gateway.catalog.offered(
          A,
          new Offers()
              .with(CapabilityKind.TOOL, "{\"name\":\"x\",\"execution\":{\"a\":1},\"z\":2.50}")
              .offer());
      gateway.catalog.offered(
          B,
          new Offers()
              .era(Era.STATELESS)
              .with(CapabilityKind.TOOL, "{\"name\":\"o\",\"outputSchema\":{\"type\":\"object\"}}")
              .with(CapabilityKind.TOOL, "{\"name\":\"p\",\"outputSchema\":{\"type\":\"array\"}}")
              .with(
                  CapabilityKind.TOOL,
                  "{\"name\":\"q\",\"outputSchema\":{\"type\":\"object\",\"type\":\"array\"}}")
              .offer());

      assertThat(gateway.old().result(Methods.TOOLS_LIST, "{}"))
          .hasToString(
              "{\"tools\":[{\"name\":\"a__x\",\"execution\":{\"a\":1},\"z\":2.50},"
                  + "{\"name\":\"b__o\",\"outputSchema\":{\"type\":\"object\"}},"
                  + "{\"name\":\"b__p\"},{\"name\":\"b__q\"}]}");
      assertThat(gateway.fresh().result(Methods.TOOLS_LIST, "{}").at("tools"))
          .asString()
          .startsWith("[{\"name\":\"a__x\",\"z\":2.50}");
    }

    @Test
    void whenAnnotationsForHeadersAreBroken_thenOnlyStatefulClientsSeeTheTool()
        throws InterruptedException {
      gateway.catalog.offered(
          A,
          new Offers()
              .with(
                  CapabilityKind.TOOL,
                  "{\"name\":\"x\",\"inputSchema\":{\"properties\":{\"a\":{\"x-mcp-header\":7}}}}")
              .offer());

      assertThat(gateway.fresh().result(Methods.TOOLS_LIST, "{}").at("tools")).hasToString("[]");
      assertThat(gateway.old().result(Methods.TOOLS_LIST, "{}").at("tools"))
          .asString()
          .contains("a__x");
    }
  }

  @Nested
  class GivenWordsOnFreshness {
    @Test
    void whenListed_thenTheyAreThoseOfTheLeastCertainBackend() throws InterruptedException {
      gateway.catalog.offered(A, Offers.tools("x").fresh(9_000, true).offer());
      assertThat(freshness()).isEqualTo("9000 public");

      gateway.catalog.offered(B, Offers.tools("y").fresh(4_000, true).offer());
      assertThat(freshness()).isEqualTo("4000 public");

      gateway.catalog.offered(B, Offers.tools("y").fresh(4_000, false).offer());
      assertThat(freshness()).isEqualTo("4000 private");

      gateway.catalog.offered(B, Offers.tools("y").offer());
      assertThat(freshness()).isEqualTo("0 private");
    }

    private String freshness() throws InterruptedException {
      Json list = gateway.fresh().result(Methods.TOOLS_LIST, "{}");
      return list.at("ttlMs") + " " + list.text("cacheScope");
    }
  }

  @Nested
  class GivenAPageSize {
    @Test
    void whenListedPageByPage_thenEveryEntryComesOnceInEitherEra() throws InterruptedException {
      paged(3);
      gateway.catalog.offered(A, Offers.tools("1", "2", "3", "4", "5", "6", "7").offer());

      List<String> old = new ArrayList<>();
      OldClient client = gateway.old();
      String params = "{}";
      while (!params.isEmpty()) {
        params = collect(client.result(Methods.TOOLS_LIST, params), old);
      }
      List<String> fresh = new ArrayList<>();
      params = "{}";
      while (!params.isEmpty()) {
        params = collect(gateway.fresh().result(Methods.TOOLS_LIST, params), fresh);
      }

      assertThat(old)
          .containsExactly("a__1", "a__2", "a__3", "|", "a__4", "a__5", "a__6", "|", "a__7", "|");
      assertThat(fresh).isEqualTo(old);
    }

    @Test
    void whenTheLastPageIsFull_thenNoEmptyOneFollows() throws InterruptedException {
      paged(2);
      gateway.catalog.offered(A, Offers.tools("1", "2").offer());

      assertThat(gateway.old().result(Methods.TOOLS_LIST, "{}").at("nextCursor")).isNull();
    }

    @Test
    void whenTheListChangesInBetween_thenReadingGoesOnBehindTheSamePlace()
        throws InterruptedException {
      paged(2);
      gateway.catalog.offered(A, Offers.tools("b", "d", "f", "h").offer());
      OldClient client = gateway.old();
      List<String> seen = new ArrayList<>();
      String next = collect(client.result(Methods.TOOLS_LIST, "{}"), seen);

      gateway.catalog.offered(A, Offers.tools("a", "b", "e", "f", "h").offer());
      collect(client.result(Methods.TOOLS_LIST, next), seen);

      assertThat(seen).containsExactly("a__b", "a__d", "|", "a__e", "a__f", "|");
    }

    @Test
    void whenACursorIsNoneOfOurs_thenItIsRefused() throws InterruptedException {
      paged(2);
      gateway.catalog.offered(A, Offers.tools("1", "2", "3").offer());
      OldClient client = gateway.old();
      String cursor = String.valueOf(client.result(Methods.TOOLS_LIST, "{}").text("nextCursor"));

      for (String bad : List.of("\"\"", "\"x\"", "7", "null", "{}", "\"" + cursor + "A\"")) {
        assertThat(client.error(Methods.TOOLS_LIST, "{\"cursor\":" + bad + "}").code())
            .as(bad)
            .isEqualTo(-32602);
      }
      assertThat(client.error(Methods.PROMPTS_LIST, "{\"cursor\":\"" + cursor + "\"}").code())
          .isEqualTo(-32602);
    }

    @Test
    void whenThereIsNoPageSize_thenACursorOfBeforeStillCounts() throws InterruptedException {
      gateway.catalog.offered(A, Offers.tools("1", "2", "3").offer());

      assertThat(gateway.old().error(Methods.TOOLS_LIST, "{\"cursor\":\"x\"}").code())
          .isEqualTo(-32602);
    }

    private void paged(int size) {
      gateway.close();
      gateway = new Gateway(NamingConfig.DEFAULT, Gateway.limits(10, Duration.ofHours(1), size));
    }

    private static String collect(Json page, List<String> names) {
      Json tools = page.at("tools");
      if (tools != null) {
        tools.elements().forEach(tool -> names.add(String.valueOf(tool.text("name"))));
      }
      names.add("|");
      Json next = page.at("nextCursor");
      return next == null ? "" : "{\"cursor\":" + next + "}";
    }
  }
}
