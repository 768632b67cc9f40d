package io.onemcp.core.backend;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.fake.MemoryFiles;
import io.onemcp.core.fake.Offers;
import io.onemcp.core.fake.Waiting;
import io.onemcp.core.fake.World;
import io.onemcp.core.protocol.Era;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OfferCacheTest {
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final byte[] KEY = new byte[32];
  private static final BackendDefinition FILES = World.backend("my_Files");

  private final World world = new World();
  private final MemoryFiles disk = new MemoryFiles();
  private final OfferCache cache = open(OfferFiles.Bounds.DEFAULT);

  @AfterEach
  void close() {
    world.close();
    assertThat(world.tasks.failures()).isEmpty();
  }

  /** Returns the cache of the runtime's next life. */
  private OfferCache open(OfferFiles.Bounds bounds) {
    return OfferCache.in(new OfferFiles(disk, KEY, bounds), world.tasks);
  }

  private OfferCache open() {
    return open(OfferFiles.Bounds.DEFAULT);
  }

  private static BackendDefinition stdio(String secret) {
    return BackendDefinition.of(
        "s",
        new BackendTransport.Stdio(
            "run", List.of("--now"), Map.of("TOKEN", secret), Optional.empty()));
  }

  private static Offer offer() {
    return Offers.tools("b", "a")
        .with(CapabilityKind.TOOL, "{ \"x\" : 1e400,\n\"name\":\"\\u0063\", \"x\":2 }")
        .with(CapabilityKind.PROMPT, "{\"name\":\"p\u00e4\"}")
        .with(CapabilityKind.RESOURCE, "{\"uri\":\"file:///r\"}")
        .withTemplate("file:///{x}")
        .era(Era.STATELESS)
        .instructing("Be \"kind\".")
        .fresh(5_000, true)
        .offer();
  }

  @Nested
  class GivenAnOfferThatWasKept {
    @Test
    void whenTheNextLifeRecallsIt_thenEveryByteIsTheSame() {
      cache.keep(FILES, offer());
      cache.close();

      assertThat(open().recall(FILES)).contains(offer());
    }

    @Test
    void whenItComesAgainAndAgain_thenItIsWrittenOnceAfterAPause() throws InterruptedException {
      cache.keep(FILES, Offers.tools("a").offer());
      cache.keep(FILES, offer());
      assertThat(disk.written).isEmpty();

      world.time.turn(PAUSE);

      Waiting.next(disk.written);
      assertThat(open().recall(FILES)).contains(offer());
      assertThat(disk.written).isEmpty();
    }

    @Test
    void whenItComesAfterThePause_thenItIsWrittenToo() throws InterruptedException {
      cache.keep(FILES, offer());
      world.time.turn(PAUSE);
      Waiting.next(disk.written);

      cache.keep(FILES, Offers.tools("a").offer());
      // It may come while the first one is still being written, and then needs no pause.
      boolean written = false;
      for (int i = 0; i < 2_000 && !written; i++) {
        world.time.turn(PAUSE);
        written = disk.written.poll(10, TimeUnit.MILLISECONDS) != null;
      }

      assertThat(written).isTrue();
      assertThat(open().recall(FILES)).contains(Offers.tools("a").offer());
    }

    @Test
    void whenTheSameComesInTheNextLife_thenNothingIsWritten() {
      cache.keep(FILES, offer());
      cache.close();
      disk.written.clear();
      OfferCache next = open();
      next.recall(FILES);

      next.keep(FILES, offer());
      next.close();

      assertThat(disk.written).isEmpty();
    }

    @Test
    void whenTheServerIsConfiguredOtherwise_thenItIsNotRecalled() {
      BackendDefinition http =
          BackendDefinition.of(
              "s", new BackendTransport.Http(URI.create("http://a.example/mcp"), Map.of("K", "v")));
      for (BackendDefinition kept : List.of(stdio("zzSecret"), http)) {
        OfferCache life = open();
        life.keep(kept, offer());
        life.close();
        assertThat(open().recall(kept)).isPresent();
        assertThat(open().recall(stdio("other"))).isEmpty();
        assertThat(
                open()
                    .recall(
                        BackendDefinition.of(
                            "s",
                            new BackendTransport.Sse(
                                URI.create("http://a.example/mcp"), Map.of("K", "v")))))
            .isEmpty();
      }
      assertThat(disk.only()).doesNotContain("zzSecret");
    }

    @Test
    void whenNamesDifferInCaseOnly_thenTheirOffersDoNotMeet() {
      cache.keep(World.backend("a_b"), Offers.tools("one").offer());
      cache.keep(World.backend("A-B"), Offers.tools("two").offer());
      cache.close();

      assertThat(open().recall(World.backend("a_b"))).contains(Offers.tools("one").offer());
      assertThat(open().recall(World.backend("A-B"))).contains(Offers.tools("two").offer());
    }

    @Test
    void whenItsServerIsConfiguredNoLonger_thenItIsForgotten() {
      disk.write("scope-key", "stays");
      cache.keep(FILES, offer());
      cache.keep(World.backend("b"), offer());
      cache.close();

      open().retain(List.of(FILES.name()));

      assertThat(disk.names()).hasSize(2).contains("scope-key");
      assertThat(open().recall(World.backend("b"))).isEmpty();
    }
  }

  @Nested
  class GivenSomethingIsWrong {
    @Test
    void whenTheFileIsDamaged_thenItCountsAsNothingAndIsTold() {
      cache.keep(FILES, offer());
      cache.close();
      disk.damage("kind", "mind");
      OfferCache next = open();

      assertThat(next.recall(FILES)).isEmpty();
      assertThat(next.problem()).hasValueSatisfying(it -> assertThat(it).contains("damaged"));

      next.keep(FILES, offer());
      next.close();
      assertThat(next.problem()).isEmpty();
      assertThat(open().recall(FILES)).contains(offer());
    }

    @Test
    void whenTheFileIsCutOffOrOfAnotherFormat_thenItCountsAsNothing() {
      for (String text : List.of("", "onemcp-offer/1 abc", "onemcp-offer/2 abc\n{}")) {
        cache.keep(FILES, offer());
        disk.names().forEach(disk::remove);
        disk.write("offer-my-files-" + OfferSeal.digest("my_Files").substring(0, 16), text);

        assertThat(open().recall(FILES)).as(text).isEmpty();
      }
    }

    @Test
    void whenTheKeyIsAnotherOne_thenItCountsAsNothing() {
      cache.keep(FILES, offer());
      cache.close();

      OfferFiles others =
          new OfferFiles(disk, "x".repeat(32).getBytes(US_ASCII), OfferFiles.Bounds.DEFAULT);

      assertThat(others.read(FILES)).isEmpty();
    }

    @Test
    void whenTheDiskIsFull_thenThatIsToldAndTheNextOfferIsKeptAgain() {
      disk.full(true);
      OfferFiles files = new OfferFiles(disk, KEY, OfferFiles.Bounds.DEFAULT);

      files.write(FILES, offer());
      assertThat(files.problem()).hasValueSatisfying(it -> assertThat(it).contains("no space"));
      disk.full(false);
      files.write(FILES, offer());

      assertThat(files.problem()).isEmpty();
      assertThat(open().recall(FILES)).contains(offer());
    }

    @Test
    void whenAnOfferIsTooLarge_thenNoOlderOneStaysInItsPlace() {
      int size = disk(Offers.tools("a").offer());
      OfferFiles files = new OfferFiles(disk, KEY, new OfferFiles.Bounds(size, 2L * size));
      files.write(FILES, Offers.tools("a").offer());

      files.write(FILES, offer());

      assertThat(files.problem()).hasValueSatisfying(it -> assertThat(it).contains("too large"));
      assertThat(disk.names()).isEmpty();
    }

    @Test
    void whenAllTogetherAreTooLarge_thenTheOneTooManyIsNotKept() {
      int size = disk(Offers.tools("a").offer());
      OfferFiles files = new OfferFiles(disk, KEY, new OfferFiles.Bounds(size, size));
      files.write(FILES, Offers.tools("a").offer());

      files.write(World.backend("my_other"), Offers.tools("a").offer());

      assertThat(disk.names()).hasSize(1);
      assertThat(open().recall(FILES)).isPresent();
    }

    @Test
    void whenNothingIsToBeKept_thenNothingIsRecalled() {
      OfferCache none = OfferCache.none(world.tasks);

      none.keep(FILES, offer());
      none.retain(List.of());
      none.close();

      assertThat(none.recall(FILES)).isEmpty();
      assertThat(none.problem()).isEmpty();
    }

    private int disk(Offer offer) {
      cache.keep(FILES, offer);
      cache.close();
      int size = disk.only().length();
      disk.names().forEach(disk::remove);
      return size + 2;
    }
  }
}
