package io.onemcp.core.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.fake.FakeServer;
import io.onemcp.core.fake.World;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RpcError;
import io.onemcp.core.protocol.json.Json;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OfferReaderTest {
  private final World world = new World();
  private final FakeServer server =
      FakeServer.stateless("{\"tools\":{},\"prompts\":true,\"resources\":{}}");

  @AfterEach
  void close() {
    world.close();
  }

  @Nested
  class GivenSeveralPages {
    @Test
    void whenRead_thenAllEntriesAreThereInTheirOrderByteForByte() throws InterruptedException {
      server.on(
          Methods.TOOLS_LIST,
          (request, _) ->
              Success.of(
                  request.id(),
                  Json.of(
                      switch (String.valueOf(request.params().text("cursor"))) {
                        case "null" ->
                            "{\"tools\":[{\"name\":\"b\", \"x\":1e400}],\"nextCursor\":\"\"}";
                        case "" -> "{\"tools\":[{ \"name\":\"a\"}],\"nextCursor\":\"2\"}";
                        default -> "{\"tools\":[{\"name\":\"c\"}]}";
                      })));

      OfferReader.Listing listing = read(CapabilityKind.TOOL);

      assertThat(listing.complete()).isTrue();
      assertThat(listing.capabilities())
          .extracting(tool -> tool.definition().toString())
          .containsExactly(
              "{\"name\":\"b\", \"x\":1e400}", "{ \"name\":\"a\"}", "{\"name\":\"c\"}");
    }

    @Test
    void whenACursorComesAgain_thenReadingEndsWithWhatThereIs() throws InterruptedException {
      AtomicInteger asked = new AtomicInteger();
      server.on(
          Methods.TOOLS_LIST,
          (request, _) -> {
            int page = asked.incrementAndGet();
            return Success.of(
                request.id(),
                Json.of(
                    "{\"tools\":[{\"name\":\"t%d\"}],\"nextCursor\":\"%d\"}"
                        .formatted(page, page % 3)));
          });

      OfferReader.Listing listing = read(CapabilityKind.TOOL);

      assertThat(names(listing)).containsExactly("t1", "t2", "t3", "t4");
      assertThat(listing.complete()).isTrue();
    }

    @Test
    void whenPagesNeverEnd_thenReadingDoes() throws InterruptedException {
      AtomicInteger asked = new AtomicInteger();
      server.on(
          Methods.TOOLS_LIST,
          (request, _) ->
              Success.of(
                  request.id(),
                  Json.of("{\"tools\":[],\"nextCursor\":\"" + asked.incrementAndGet() + "\"}")));

      assertThat(read(CapabilityKind.TOOL).capabilities()).isEmpty();
      assertThat(asked).hasValue(OfferReader.MAX_PAGES);
    }

    @Test
    void whenOneIsAnError_thenTheListIsIncomplete() throws InterruptedException {
      server.on(
          Methods.TOOLS_LIST,
          (request, _) ->
              request.params().at("cursor") == null
                  ? Success.of(
                      request.id(), Json.of("{\"tools\":[{\"name\":\"a\"}],\"nextCursor\":\"x\"}"))
                  : Failure.of(request.id(), new RpcError(-32603, "broken")));

      OfferReader.Listing listing = read(CapabilityKind.TOOL);

      assertThat(names(listing)).containsExactly("a");
      assertThat(listing.complete()).isFalse();
    }
  }

  @Nested
  class GivenEntriesThatAreNotWhatTheyShouldBe {
    @Test
    void whenRead_thenTheyAloneAreLeftOut() throws InterruptedException {
      server.offering(
          CapabilityKind.TOOL,
          "{\"title\":\"no name\"}",
          "{\"name\":7}",
          "7",
          "{\"name\":\"twice\",\"name\":\"twice\"}",
          "{\"\\u006eame\":\"escaped\"}",
          "{\"name\":\"x\",\"inputSchema\":{},\"inputSchema\":{}}",
          "{\"name\":\"x\",\"outputSchema\":{},\"outputSchema\":{}}",
          "{\"name\":\"good\",\"other\":1,\"other\":2}");

      assertThat(names(read(CapabilityKind.TOOL))).containsExactly("good");
    }

    @Test
    void whenTheListItselfIsMissing_thenItIsEmpty() throws InterruptedException {
      server.answering(Methods.TOOLS_LIST, Json.of("{\"resultType\":\"complete\"}"));

      assertThat(read(CapabilityKind.TOOL))
          .isEqualTo(new OfferReader.Listing(List.of(), Offer.Freshness.NONE, true));
    }

    @Test
    void whenTheListStandsTwice_thenItIsUnreadable() throws InterruptedException {
      server.answering(Methods.TOOLS_LIST, Json.of("{\"tools\":[],\"tools\":[]}"));

      assertThat(read(CapabilityKind.TOOL).complete()).isFalse();
    }
  }

  @Nested
  class GivenEveryKind {
    @Test
    void whenRead_thenEachIsNamedByItsOwnMember() throws InterruptedException {
      server
          .offering(CapabilityKind.PROMPT, "{\"name\":\"p\"}")
          .offering(CapabilityKind.RESOURCE, "{\"uri\":\"file:///r\",\"name\":\"n\"}")
          .offering(
              CapabilityKind.RESOURCE_TEMPLATE, "{\"uriTemplate\":\"file:///{x}\",\"name\":\"n\"}");

      assertThat(names(read(CapabilityKind.PROMPT))).containsExactly("p");
      assertThat(names(read(CapabilityKind.RESOURCE))).containsExactly("file:///r");
      assertThat(names(read(CapabilityKind.RESOURCE_TEMPLATE))).containsExactly("file:///{x}");
    }

    @Test
    void whenTheServerDoesNotDeclareIt_thenItIsNotAskedFor() throws InterruptedException {
      FakeServer bare = FakeServer.stateful("{}").offeringTools("hidden");

      assertThat(read(bare, CapabilityKind.TOOL).capabilities()).isEmpty();
      assertThat(bare.got.stream().map(FakeServer.Got::method)).doesNotContain(Methods.TOOLS_LIST);
    }
  }

  @Nested
  class GivenAWordOnFreshness {
    @Test
    void whenRead_thenItIsThatOfTheLastPage() throws InterruptedException {
      assertThat(freshness("\"ttlMs\":5000,\"cacheScope\":\"public\""))
          .isEqualTo(new Offer.Freshness(5_000, true));
      assertThat(freshness("\"ttlMs\":5000,\"cacheScope\":\"private\""))
          .isEqualTo(new Offer.Freshness(5_000, false));
      assertThat(freshness("\"ttlMs\":-1,\"cacheScope\":\"public\""))
          .isEqualTo(new Offer.Freshness(0, true));
      assertThat(freshness("\"ttlMs\":1e400")).isEqualTo(Offer.Freshness.NONE);
      assertThat(freshness("\"ttlMs\":\"soon\"")).isEqualTo(Offer.Freshness.NONE);
      assertThat(freshness("\"x\":1")).isEqualTo(Offer.Freshness.NONE);
    }

    @Test
    void whenABackendIsReady_thenItsOfferIsAsFreshAsItsLeastFreshList()
        throws InterruptedException {
      server
          .answering(
              Methods.TOOLS_LIST,
              Json.of("{\"tools\":[],\"ttlMs\":9000,\"cacheScope\":\"public\"}"))
          .answering(
              Methods.PROMPTS_LIST,
              Json.of("{\"prompts\":[],\"ttlMs\":3000,\"cacheScope\":\"public\"}"))
          .answering(
              Methods.RESOURCES_LIST,
              Json.of("{\"resources\":[],\"ttlMs\":8000,\"cacheScope\":\"public\"}"))
          .answering(
              Methods.RESOURCE_TEMPLATES_LIST,
              Json.of("{\"resourceTemplates\":[],\"ttlMs\":7000,\"cacheScope\":\"private\"}"));
      OneBackend one = new OneBackend();

      Offer offer = one.ready(server).offer().orElseThrow();
      one.world.close();

      assertThat(offer.freshness()).isEqualTo(new Offer.Freshness(3_000, false));
      assertThat(offer.era()).isEqualTo(Era.STATELESS);
    }

    private Offer.Freshness freshness(String members) throws InterruptedException {
      server.answering(Methods.TOOLS_LIST, Json.of("{\"tools\":[]," + members + "}"));
      return read(CapabilityKind.TOOL).freshness();
    }
  }

  private OfferReader.Listing read(CapabilityKind kind) throws InterruptedException {
    return read(server, kind);
  }

  private OfferReader.Listing read(FakeServer from, CapabilityKind kind)
      throws InterruptedException {
    world.connector.with("b", from);
    Hop hop = world.dialer().dial(World.backend("b"), new Deaf(), HopTerms.SHARED);
    return new OfferReader(hop, "b").read(kind);
  }

  private static List<String> names(OfferReader.Listing listing) {
    return listing.capabilities().stream().map(Capability::name).toList();
  }

  private static final class Deaf implements BackendEar {
    @Override
    public void listChanged(CapabilityKind kind) {}

    @Override
    public void notified(Notification notification) {}

    @Override
    public void lost(String cause) {}
  }
}
