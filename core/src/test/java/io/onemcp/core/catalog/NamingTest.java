package io.onemcp.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.backend.Offer;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.config.NamingConfig;
import io.onemcp.core.config.NamingConfig.Mode;
import io.onemcp.core.fake.Offers;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class NamingTest {
  @Nested
  class GivenPrefixes {
    @Test
    void whenExposed_thenServerAndNameStandBesideTheSeparator() {
      assertThat(exposed(NamingConfig.DEFAULT, Map.of("git", Offers.tools("log"))))
          .containsExactly("git__log");
      assertThat(
              exposed(
                  new NamingConfig(Mode.PREFIX, "_1mcp_", 64), Map.of("git", Offers.tools("log"))))
          .containsExactly("git_1mcp_log");
    }

    @Test
    void whenTwoComeToTheSameName_thenBothCanBeCalled() {
      Map<String, Offers> offers = Map.of("a", Offers.tools("b__c"), "a__b", Offers.tools("c"));

      List<String> names = exposed(NamingConfig.DEFAULT, offers);

      assertThat(names).hasSize(2).first().isEqualTo("a__b__c");
      assertThat(names.getLast()).matches("a__b__c_[0-9a-f]{8}");
      assertThat(entry(NamingConfig.DEFAULT, offers, names.getLast()).backend())
          .hasToString("a__b");
      assertThat(exposed(NamingConfig.DEFAULT, offers)).isEqualTo(names);
    }
  }

  @Nested
  class GivenPrefixesOnConflictOnly {
    private final NamingConfig config = new NamingConfig(Mode.ON_CONFLICT, "__", 64);

    @Test
    void whenExposed_thenOnlyContestedNamesAreChanged() {
      assertThat(exposed(config, Map.of("a", Offers.tools("x", "y"), "b", Offers.tools("y", "z"))))
          .containsExactly("a__y", "b__y", "x", "z");
    }

    @Test
    void whenOneBackendListsANameTwice_thenThatIsNoConflict() {
      assertThat(exposed(config, Map.of("a", Offers.tools("x", "x")))).containsExactly("x");
    }

    @Test
    void whenAPrefixedNameIsTakenAlready_thenBothCanBeCalled() {
      List<String> names =
          exposed(
              config,
              Map.of("a", Offers.tools("t"), "b", Offers.tools("t"), "c", Offers.tools("a__t")));

      assertThat(names).hasSize(3).startsWith("a__t").contains("b__t");
    }
  }

  @Nested
  class GivenNoPrefixes {
    @Test
    void whenTwoOfferTheSame_thenTheFirstBackendWins() {
      NamingConfig config = new NamingConfig(Mode.NONE, "__", 64);
      Map<String, Offers> offers = Map.of("b", Offers.tools("x"), "a", Offers.tools("x"));

      assertThat(exposed(config, offers)).containsExactly("x");
      assertThat(entry(config, offers, "x").backend()).hasToString("a");
    }
  }

  @Nested
  class GivenLongNames {
    @Test
    void whenTheBudgetIsMet_thenNothingIsShortened() {
      String name = "n".repeat(59);

      assertThat(exposed(NamingConfig.DEFAULT, Map.of("abc", Offers.tools(name))))
          .containsExactly("abc__" + name);
    }

    @Test
    void whenTheyAreOverIt_thenTheyAreShortenedDistinctlyAndReversibly() {
      String common = "n".repeat(80);
      Map<String, Offers> offers = Map.of("abc", Offers.tools(common + "1", common + "2"));

      List<String> names = exposed(NamingConfig.DEFAULT, offers);

      assertThat(names)
          .hasSize(2)
          .allMatch(name -> name.length() == 64)
          .allMatch(name -> name.startsWith("abc__nnn"));
      assertThat(
              names.stream().map(name -> entry(NamingConfig.DEFAULT, offers, name).originalName()))
          .containsExactlyInAnyOrder(common + "1", common + "2");
    }

    @Test
    void whenRestarted_thenTheNameIsTheSameAsEver() {
      assertThat(exposed(NamingConfig.DEFAULT, Map.of("abc", Offers.tools("n".repeat(80)))))
          .containsExactly("abc__" + "n".repeat(50) + "_06d45625");
    }

    @Test
    void whenNamesAreRandom_thenAllAreWithinBudgetAndLeadBack() {
      Random random = new Random(3);
      String[] names =
          random
              .ints(300, 1, 120)
              .mapToObj(length ->
                  random
                      .ints(length, 0, 5)
                      .mapToObj(i -> List.of("a", "_", "ß", "😀", "-").get(i))
                      .reduce("", String::concat))
              .distinct()
              .toArray(String[]::new);
      Map<String, Offers> offers = Map.of("srv", Offers.tools(names));

      Projection projection = project(NamingConfig.DEFAULT, offers);
      List<String> shown =
          projection.list(CapabilityKind.TOOL).stream().map(Entry::exposedName).toList();

      assertThat(shown).hasSize(names.length).allMatch(name -> name.length() <= 64);
      assertThat(shown).noneMatch(name -> name.matches("(?s).*\\p{Cs}.*"));
      assertThat(
              shown.stream()
                  .map(name -> projection.find(CapabilityKind.TOOL, name).orElseThrow())
                  .map(Entry::originalName))
          .containsExactlyInAnyOrder(names);
    }
  }

  private static List<String> exposed(NamingConfig config, Map<String, Offers> offers) {
    return project(config, offers).list(CapabilityKind.TOOL).stream()
        .map(Entry::exposedName)
        .toList();
  }

  private static Entry entry(NamingConfig config, Map<String, Offers> offers, String name) {
    return project(config, offers).find(CapabilityKind.TOOL, name).orElseThrow();
  }

  private static Projection project(NamingConfig config, Map<String, Offers> offers) {
    TreeMap<BackendName, Offer> all = new TreeMap<>();
    offers.forEach((name, offer) -> all.put(new BackendName(name), offer.offer()));
    return new Merge(config).everything(all, Projection.EMPTY);
  }
}
