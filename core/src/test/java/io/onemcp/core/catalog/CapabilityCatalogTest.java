package io.onemcp.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.config.NamingConfig;
import io.onemcp.core.fake.Offers;
import io.onemcp.core.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
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

  @Nested
  class GivenManyBackends {
    private static final int BACKENDS = 50;

    @BeforeEach
    void offer() {
      for (int i = 0; i < BACKENDS; i++) {
        catalog.offered(backend(i), Offers.tools("x", "y").offer());
      }
    }

    @Test
    void whenOneChanges_thenWhatTheOthersListIsTakenOver() {
      List<Entry> before = catalog.of(View.EVERYTHING).list(CapabilityKind.TOOL);

      catalog.offered(backend(7), Offers.tools("z", "x").offer());

      List<Entry> after = catalog.of(View.EVERYTHING).list(CapabilityKind.TOOL);
      assertThat(after.stream().filter(entry -> !isOneOf(entry, before)))
          .extracting(Entry::exposedName)
          .containsExactly("b7__x", "b7__z");
      assertThat(names(View.EVERYTHING)).isSorted().hasSize(2 * BACKENDS).doesNotContain("b7__y");
    }

    @Test
    void whenOneChanges_thenTheViewsOfTheOthersStay() {
      Projection before = catalog.of(new View.OneBackend(backend(1)));

      catalog.offered(backend(2), Offers.tools("z").offer());

      assertThat(catalog.of(new View.OneBackend(backend(1)))).isSameAs(before);
      assertThat(names(new View.OneBackend(backend(2)))).containsExactly("z");
    }

    @Test
    void whenNamesAreMadeInAnotherWay_thenNothingStaysUnderItsOldName() {
      catalog.of(View.EVERYTHING);

      catalog.rename(new NamingConfig(NamingConfig.Mode.PREFIX, ".", 64));

      assertThat(names(View.EVERYTHING)).hasSize(2 * BACKENDS).allMatch(name -> name.contains("."));
    }

    @Test
    void whenManyChangeWhileOneIsTold_thenTheRestIsToldAtOnce() {
      AtomicInteger told = new AtomicInteger();
      catalog.watch(
          View.EVERYTHING,
          kinds -> {
            heard.add(kinds);
            if (told.getAndIncrement() == 0) {
              for (int i = 0; i < BACKENDS; i++) {
                catalog.offered(backend(i), Offers.tools("other").offer());
              }
            }
          });

      catalog.offered(backend(0), Offers.tools("z").offer());

      assertThat(heard).containsExactly(Set.of(CapabilityKind.TOOL), Set.of(CapabilityKind.TOOL));
    }

    private static BackendName backend(int i) {
      return new BackendName("b" + i);
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean isOneOf(Entry entry, List<Entry> entries) {
      return entries.stream().anyMatch(other -> other == entry);
    }
  }

  @Nested
  class GivenAWatcherThatFails {
    @Test
    void whenSomethingChangesAgain_thenTheOthersAreTold() {
      CapabilityCatalog.Watching failing =
          catalog.watch(
              View.EVERYTHING,
              _ -> {
                throw new IllegalStateException("as planned");
              });
      assertThatThrownBy(() -> catalog.offered(A, Offers.tools("x").offer()))
          .hasMessage("as planned");
      failing.close();
      catalog.watch(View.EVERYTHING, heard::add);

      catalog.offered(A, Offers.tools("y").offer());

      assertThat(heard).containsExactly(Set.of(CapabilityKind.TOOL));
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
