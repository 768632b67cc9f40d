package io.onemcp.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.config.NamingConfig;
import io.onemcp.core.fake.Offers;
import io.onemcp.core.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CapabilityCatalogTest {
  private static final BackendName A = new BackendName("a");
  private static final BackendName B = new BackendName("b");

  private final CapabilityCatalog catalog = new CapabilityCatalog(NamingConfig.DEFAULT);
  private final List<Set<CapabilityKind>> heard = new ArrayList<>();

  @Nested
  class GivenTwoBackends {
    @Test
    void whenListed_thenTheViewOfAllShowsBothSortedUnderExposedNames() {
      catalog.offered(B, Offers.tools("x").offer());
      catalog.offered(A, Offers.tools("z", "x").offer());

      assertThat(names(View.EVERYTHING)).containsExactly("a__x", "a__z", "b__x");
      assertThat(definition(View.EVERYTHING, "a__x")).hasToString("{\"name\":\"a__x\"}");
    }

    @Test
    void whenListed_thenTheViewOfOneShowsItsOwnNamesInItsOwnOrder() {
      catalog.offered(A, Offers.tools("z", "x").offer());
      catalog.offered(B, Offers.tools("y").offer());

      assertThat(names(new View.OneBackend(A))).containsExactly("z", "x");
    }

    @Test
    void whenOneIsWithdrawn_thenTheOtherStays() {
      catalog.offered(A, Offers.tools("x").offer());
      catalog.offered(B, Offers.tools("x").offer());

      catalog.withdrawn(A);

      assertThat(names(View.EVERYTHING)).containsExactly("b__x");
      assertThat(names(new View.OneBackend(A))).isEmpty();
    }
  }

  @Nested
  class GivenABackendThatListsANameTwice {
    @Test
    void whenListed_thenItIsThereOnce() {
      catalog.offered(
          A,
          Offers.tools("x", "y")
              .with(CapabilityKind.TOOL, "{\"name\":\"x\",\"title\":\"again\"}")
              .offer());

      assertThat(names(View.EVERYTHING)).containsExactly("a__x", "a__y");
      assertThat(names(new View.OneBackend(A))).containsExactly("x", "y");
      assertThat(definition(new View.OneBackend(A), "x")).hasToString("{\"name\":\"x\"}");
    }
  }

  @Nested
  class GivenSomebodyWatches {
    @Test
    void whenTheVisibleListChanges_thenTheyHearWhichKinds() {
      catalog.watch(View.EVERYTHING, heard::add);

      catalog.offered(A, Offers.tools("x").with(CapabilityKind.PROMPT, "{\"name\":\"p\"}").offer());
      catalog.offered(A, Offers.tools("x").offer());

      assertThat(heard)
          .containsExactly(
              Set.of(CapabilityKind.TOOL, CapabilityKind.PROMPT), Set.of(CapabilityKind.PROMPT));
    }

    @Test
    void whenTheSameIsOfferedAgain_thenTheyHearNothing() {
      catalog.offered(A, Offers.tools("x").offer());
      catalog.watch(View.EVERYTHING, heard::add);
      long before = catalog.generation();

      catalog.offered(A, Offers.tools("x").offer());

      assertThat(heard).isEmpty();
      assertThat(catalog.generation()).isEqualTo(before + 1);
    }

    @Test
    void whenADefinitionChangesInOneByte_thenTheyHearIt() {
      catalog.offered(A, Offers.tools("x").offer());
      catalog.watch(View.EVERYTHING, heard::add);

      Offers other = new Offers().with(CapabilityKind.TOOL, "{\"name\": \"x\"}");
      catalog.offered(A, other.offer());

      assertThat(heard).containsExactly(Set.of(CapabilityKind.TOOL));
    }

    @Test
    void whenAnotherBackendChanges_thenThoseWhoSeeOneOnlyHearNothing() {
      catalog.watch(new View.OneBackend(A), heard::add);

      catalog.offered(B, Offers.tools("x").offer());
      assertThat(heard).isEmpty();

      catalog.offered(A, Offers.tools("x").offer());
      assertThat(heard).hasSize(1);
    }

    @Test
    void whenTheyStop_thenTheyHearNothing() {
      CapabilityCatalog.Watching one = catalog.watch(View.EVERYTHING, heard::add);
      catalog.watch(View.EVERYTHING, heard::add);
      one.close();

      catalog.offered(A, Offers.tools("x").offer());

      assertThat(heard).hasSize(1);
    }
  }

  @Test
  void whenABackendIsUnknown_thenItsViewIsEmpty() {
    assertThat(catalog.of(new View.OneBackend(A)).offers()).isEmpty();
    assertThat(names(new View.OneBackend(A))).isEmpty();
  }

  @Test
  void whenNothingChanges_thenAViewIsComputedOnce() {
    catalog.offered(A, Offers.tools("x").offer());

    assertThat(catalog.of(View.EVERYTHING)).isSameAs(catalog.of(View.EVERYTHING));
  }

  private List<String> names(View view) {
    return catalog.of(view).list(CapabilityKind.TOOL).stream().map(Entry::exposedName).toList();
  }

  private Json definition(View view, String name) {
    Optional<Entry> entry = catalog.of(view).find(CapabilityKind.TOOL, name);
    return entry.orElseThrow().definition();
  }
}
