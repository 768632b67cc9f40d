package io.onemcp.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.backend.ServerDescription;
import io.onemcp.core.catalog.View;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.fake.FakeServer;
import io.onemcp.core.fake.Gateway;
import io.onemcp.core.fake.Offers;
import io.onemcp.core.fake.OldClient;
import io.onemcp.core.fake.World;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DescriptionsTest {
  private static final BackendName A = new BackendName("a");
  private static final BackendName B = new BackendName("b");

  private Gateway gateway = new Gateway();

  @AfterEach
  void close() {
    gateway.close();
  }

  @Nested
  class GivenSeveralBackends {
    @Test
    void whenDescribedTogether_thenTheyAreTheUnionOfWhatTheyDeclare() {
      gateway.catalog.offered(
          A, Offers.tools("t").declaring("{\"tools\":{},\"logging\":{}}").offer());
      gateway.catalog.offered(
          B, new Offers().declaring("{\"prompts\":{},\"completions\":{},\"tasks\":{}}").offer());

      ServerDescription all = describe(View.EVERYTHING, Era.STATEFUL);

      assertThat(all.capabilities())
          .hasToString(
              "{\"tools\":{\"listChanged\":true},\"prompts\":{\"listChanged\":true},\"completions\":{},\"logging\":{}}");
      assertThat(all.serverInfo()).isEqualTo(World.GATEWAY.json());
    }

    @Test
    void whenSomeHaveTasks_thenAsMuchAsAnyOfThemIsDeclared() {
      String call = "\"requests\":{\"tools\":{\"call\":{}},\"x\":{}}";
      gateway.catalog.offered(
          A, new Offers().declaring("{\"tasks\":{" + call + ",\"cancel\":{}}}").offer());
      gateway.catalog.offered(
          B, new Offers().declaring("{\"tasks\":{" + call + ",\"list\":{}}}").offer());

      assertThat(describe(View.EVERYTHING, Era.STATEFUL).capabilities())
          .hasToString(
              "{\"tasks\":{\"cancel\":{},\"list\":{},\"requests\":{\"tools\":{\"call\":{}}}}}");
    }

    @Test
    void whenTheyDeclareExtensions_thenWithTheSettingsThatHoldForAll() {
      gateway.catalog.offered(
          A,
          new Offers()
              .declaring("{\"extensions\":{\"a/x\":{\"n\":1,\"m\":2},\"a/y\":{\"k\":[ ]}}}")
              .offer());
      gateway.catalog.offered(
          B, new Offers().declaring("{\"extensions\":{\"a/x\":{\"n\":1,\"m\":3}}}").offer());
      gateway.catalog.offered(
          new BackendName("other"),
          new Offers().era(Era.STATELESS).declaring("{\"extensions\":{\"a/z\":{}}}").offer());

      assertThat(describe(View.EVERYTHING, Era.STATEFUL).capabilities())
          .hasToString("{\"extensions\":{\"a/x\":{\"n\":1},\"a/y\":{\"k\":[ ]}}}");
    }

    @Test
    void whenOneTakesSubscriptions_thenThatIsDeclared() {
      gateway.catalog.offered(
          A, new Offers().declaring("{\"resources\":{\"subscribe\":true}}").offer());

      assertThat(describe(View.EVERYTHING, Era.STATEFUL).declares("resources", "subscribe"))
          .isTrue();
    }

    @Test
    void whenTheyHaveInstructions_thenTheyStandBelowTheirNames() {
      gateway.catalog.offered(B, new Offers().instructing(" Second. \n").offer());
      gateway.catalog.offered(A, new Offers().instructing("First.").offer());

      assertThat(describe(View.EVERYTHING, Era.STATELESS).instructions())
          .contains("## a\n\nFirst.\n\n## b\n\nSecond.");
    }

    @Test
    void whenNoneOffersAnything_thenNothingIsDeclared() {
      assertThat(describe(View.EVERYTHING, Era.STATEFUL).capabilities()).hasToString("{}");
      assertThat(describe(View.EVERYTHING, Era.STATEFUL).instructions()).isEmpty();
    }
  }

  @Nested
  class GivenOneBackend {
    @Test
    void whenDescribedToItsOwnEra_thenItIsLikeItself() {
      gateway.catalog.offered(
          A,
          new Offers()
              .declaring("{\"tools\":{},\"experimental\":{\"x\":1},\"tasks\":{\"list\":{}}}")
              .instructing("Mine.")
              .offer());

      ServerDescription one = describe(new View.OneBackend(A), Era.STATEFUL);

      assertThat(one.serverInfo()).hasToString("{\"name\":\"itself\"}");
      assertThat(one.capabilities())
          .hasToString(
              "{\"tools\":{\"listChanged\":true},\"experimental\":{\"x\":1},\"tasks\":{\"list\":{}}}");
      assertThat(one.instructions()).contains("Mine.");
    }

    @Test
    void whenDescribedToTheOtherEra_thenItDeclaresWhatCanBeBridged() {
      gateway.catalog.offered(
          A, new Offers().declaring("{\"tools\":{},\"experimental\":{},\"logging\":{}}").offer());

      assertThat(describe(new View.OneBackend(A), Era.STATELESS).capabilities())
          .hasToString("{\"tools\":{\"listChanged\":true},\"logging\":{}}");
    }

    @Test
    void whenItIsNotThereYet_thenItMayBringAnything() {
      assertThat(describe(new View.OneBackend(A), Era.STATEFUL).capabilities().members())
          .hasSize(5);
    }
  }

  @Nested
  class GivenABackendThatIsOnItsWay {
    @Test
    void whenDescribed_thenEverythingIsDeclaredSinceClientsLookOnce() throws InterruptedException {
      gateway = new Gateway("dead", "b").with("b", FakeServer.stateful("{}")).started();

      assertThat(describe(View.EVERYTHING, Era.STATEFUL).capabilities().members())
          .extracting(member -> member.name())
          .containsExactly("tools", "prompts", "resources", "completions", "logging");
    }
  }

  @Nested
  class GivenABackendWhoseCapabilitiesAreAmbiguous {
    @Test
    void whenItConnects_thenItIsRefusedAndOthersAreNotDisturbed() throws InterruptedException {
      FakeServer odd =
          FakeServer.stateful("{}")
              .answering(
                  Methods.INITIALIZE,
                  Json.of(
                      "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"logging\":{},\"logging\":1}}"));
      FakeServer odder =
          FakeServer.stateless("{}")
              .answering(
                  Methods.DISCOVER,
                  Json.of(
                      "{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{\"resources\":{\"subscribe\":true,\"subscribe\":1}}}"));
      gateway =
          new Gateway("odd", "odder", "good")
              .with("odd", odd)
              .with("odder", odder)
              .with("good", FakeServer.stateful("{\"tools\":{}}").offeringTools("t"))
              .started();

      OldClient client = gateway.old();

      assertThat(client.hello.at("capabilities", "tools")).isNotNull();
      assertThat(client.result(Methods.TOOLS_LIST, "{}").at("tools"))
          .asString()
          .contains("good__t");
      assertThat(World.find(gateway.backends, "odd").condition()).contains("\"logging\"");
      assertThat(World.find(gateway.backends, "odder").condition()).contains("\"subscribe\"");
    }
  }

  private ServerDescription describe(View view, Era client) {
    return new Descriptions(gateway.catalog, gateway.backends, World.GATEWAY).of(view, client);
  }
}
