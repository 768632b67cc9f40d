package io.onemcp.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.fake.FakeServer;
import io.onemcp.core.fake.Gateway;
import io.onemcp.core.fake.OldClient;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SharedUrisTest {
  private final FakeServer one = server();
  private final FakeServer two = server();
  private final Gateway gateway = new Gateway("one", "two").with("one", one).with("two", two);

  private static FakeServer server() {
    return FakeServer.stateful("{\"tools\":{},\"prompts\":{},\"resources\":{}}")
        .offeringTools("t")
        .offering(CapabilityKind.PROMPT, "{\"name\":\"p\"}")
        .offering(CapabilityKind.RESOURCE, "{\"uri\":\"f:x\"}");
  }

  @BeforeEach
  void start() throws InterruptedException {
    gateway.started();
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  @Nested
  class GivenAResultOfABackendThatSharesAUri {
    @Test
    void whenAResourceIsRead_thenItsUriIsMappedThereAndBack() throws InterruptedException {
      two.answering(
          Methods.RESOURCES_READ,
          Json.of("{\"contents\":[{\"uri\":\"f:x\",\"text\":\"f:x\"},{\"uri\":\"f:y\"}]}"));

      assertThat(gateway.old().result(Methods.RESOURCES_READ, "{\"uri\":\"onemcp+two:f:x\"}"))
          .hasToString(
              "{\"contents\":[{\"uri\":\"onemcp+two:f:x\",\"text\":\"f:x\"},{\"uri\":\"f:y\"}]}");
      assertThat(two.next(Methods.RESOURCES_READ).params()).hasToString("{\"uri\":\"f:x\"}");
    }

    @Test
    void whenAToolAnswersWithLinks_thenTheyAreMappedAndNothingElse() throws InterruptedException {
      one.answering(
          Methods.TOOLS_CALL,
          Json.of(
              "{\"content\":[{\"type\":\"resource_link\",\"uri\":\"f:x\"},"
                  + "{\"type\":\"resource\",\"resource\":{\"uri\":\"f:x\"}},"
                  + "{\"type\":\"text\",\"text\":\"f:x\",\"uri\":\"f:x\"},{\"type\":\"resource\"},7]}"));

      assertThat(gateway.old().result(Methods.TOOLS_CALL, "{\"name\":\"one__t\"}"))
          .hasToString(
              "{\"content\":[{\"type\":\"resource_link\",\"uri\":\"onemcp+one:f:x\"},"
                  + "{\"type\":\"resource\",\"resource\":{\"uri\":\"onemcp+one:f:x\"}},"
                  + "{\"type\":\"text\",\"text\":\"f:x\",\"uri\":\"f:x\"},{\"type\":\"resource\"},7]}");
    }

    @Test
    void whenAPromptEmbedsAResource_thenItIsMapped() throws InterruptedException {
      one.answering(
          Methods.PROMPTS_GET,
          Json.of(
              "{\"messages\":[{\"content\":{\"type\":\"resource\",\"resource\":{\"uri\":\"f:x\"}}},"
                  + "{\"content\":[{\"type\":\"resource_link\",\"uri\":\"f:x\"}]},{}]}"));

      assertThat(gateway.old().result(Methods.PROMPTS_GET, "{\"name\":\"one__p\"}"))
          .hasToString(
              "{\"messages\":[{\"content\":{\"type\":\"resource\",\"resource\":{\"uri\":\"onemcp+one:f:x\"}}},"
                  + "{\"content\":[{\"type\":\"resource_link\",\"uri\":\"onemcp+one:f:x\"}]},{}]}");
    }

    @Test
    void whenTheAddressShowsThisBackendAlone_thenNothingIsMapped() throws InterruptedException {
      Json result = Json.of("{\"contents\":[{\"uri\":\"f:x\"}]}");
      one.answering(Methods.RESOURCES_READ, result);
      OldClient client =
          OldClient.open(gateway, Gateway.ALICE, Gateway.only("one"), "2025-11-25", "{}");

      assertThat(client.result(Methods.RESOURCES_READ, "{\"uri\":\"f:x\"}")).isEqualTo(result);
    }
  }

  @Nested
  class GivenAClientOfAnOldRevision {
    private static final Json CONTENT =
        Json.of(
            "{\"content\":[{\"type\":\"resource_link\",\"name\":\"n\",\"uri\":\"f:x\"},"
                + "{\"type\":\"audio\",\"mimeType\":\"audio/wav\"},{\"type\":\"resource\",\"resource\":{\"uri\":\"f:x\"}}]}");

    @Test
    void whenAToolAnswersWithBlocksThatItDoesNotKnow_thenTheyBecomeText()
        throws InterruptedException {
      one.answering(Methods.TOOLS_CALL, CONTENT);

      assertThat(content("2025-06-18"))
          .startsWith("[{\"type\":\"resource_link\",\"name\":\"n\",\"uri\":\"onemcp+one:f:x\"}");
      assertThat(content("2025-03-26"))
          .isEqualTo(
              "[{\"type\":\"text\",\"text\":\"Resource n:"
                  + " f:x\"},{\"type\":\"audio\",\"mimeType\":\"audio/wav\"},"
                  + "{\"type\":\"resource\",\"resource\":{\"uri\":\"onemcp+one:f:x\"}}]");
      assertThat(content("2024-11-05"))
          .contains("{\"type\":\"text\",\"text\":\"Audio of type audio/wav\"}");
    }

    @Test
    void whenAPromptHasSuchBlocks_thenTheyBecomeTextToo() throws InterruptedException {
      one.answering(
          Methods.PROMPTS_GET,
          Json.of("{\"messages\":[{\"content\":{\"type\":\"audio\",\"mimeType\":\"a/b\"}}]}"));
      OldClient client = open("2024-11-05");

      assertThat(client.result(Methods.PROMPTS_GET, "{\"name\":\"one__p\"}"))
          .asString()
          .contains("Audio of type a/b");
    }

    private String content(String revision) throws InterruptedException {
      OldClient client = open(revision);
      return String.valueOf(
          client.result(Methods.TOOLS_CALL, "{\"name\":\"one__t\"}").at("content"));
    }

    private OldClient open(String revision) {
      return OldClient.open(
          gateway, Gateway.ALICE, io.onemcp.core.catalog.View.EVERYTHING, revision, "{}");
    }
  }
}
