package io.onemcp.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.config.NamingConfig;
import io.onemcp.core.fake.Offers;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ResourceRoutingTest {
  private static final BackendName A = new BackendName("a");
  private static final BackendName B = new BackendName("b");

  private final CapabilityCatalog catalog = new CapabilityCatalog(NamingConfig.DEFAULT);

  @Nested
  class GivenUrisThatAreUnique {
    @Test
    void whenListed_thenTheyStayAsTheyAreAndLeadToTheirBackend() {
      catalog.offered(A, Offers.resources("file:///a").offer());
      catalog.offered(B, Offers.resources("file:///b").offer());

      assertThat(uris()).containsExactly("file:///a", "file:///b");
      assertThat(route("file:///b")).contains(new Route(B, "file:///b"));
      assertThat(projection().rewritesUrisOf(A)).isFalse();
      assertThat(projection().exposeUri(A, "file:///a")).isEqualTo("file:///a");
    }
  }

  @Nested
  class GivenAUriThatTwoBackendsHave {
    @Test
    void whenListed_thenBothAreQualifiedAndMappedBack() {
      catalog.offered(A, Offers.resources("file:///x", "file:///own").offer());
      catalog.offered(B, Offers.resources("file:///x").offer());

      assertThat(uris()).containsExactly("file:///own", "onemcp+a:file:///x", "onemcp+b:file:///x");
      assertThat(route("onemcp+b:file:///x")).contains(new Route(B, "file:///x"));
      assertThat(projection().rewritesUrisOf(A)).isTrue();
      assertThat(projection().exposeUri(A, "file:///x")).isEqualTo("onemcp+a:file:///x");
      assertThat(projection().exposeUri(A, "file:///own")).isEqualTo("file:///own");
      assertThat(projection().exposeUri(A, "file:///new")).isEqualTo("file:///new");
    }

    @Test
    void whenAskedForPlainly_thenItBelongsToNobody() {
      catalog.offered(A, Offers.resources("file:///x").offer());
      catalog.offered(B, Offers.resources("file:///x").offer());

      assertThat(route("file:///x")).isEmpty();
    }

    @Test
    void whenAQualifiedUriNamesNoBackendInView_thenItIsAUriLikeAnyOther() {
      catalog.offered(A, Offers.resources("file:///x").offer());

      assertThat(route("onemcp+zzz:file:///x")).contains(new Route(A, "onemcp+zzz:file:///x"));
      assertThat(route("onemcp+:file:///x")).contains(new Route(A, "onemcp+:file:///x"));
      assertThat(route("onemcp+a:file:///unlisted")).contains(new Route(A, "file:///unlisted"));
    }
  }

  @Nested
  class GivenTemplates {
    @Test
    void whenAUriFits_thenItBelongsToTheTemplatesBackend() {
      catalog.offered(A, new Offers().withTemplate("db://{table}/rows/{id}").offer());
      catalog.offered(B, new Offers().withTemplate("db://{+path}.sql").offer());

      assertThat(route("db://users/rows/7")).contains(new Route(A, "db://users/rows/7"));
      assertThat(route("db://deep/er/x.sql")).contains(new Route(B, "db://deep/er/x.sql"));
      assertThat(route("db://users/rows/7/8")).isEmpty();
      assertThat(route("db://{table}/rows/{id}")).contains(new Route(A, "db://{table}/rows/{id}"));
    }

    @Test
    void whenTwoBackendsHaveTheSame_thenEverythingFromThemIsQualified() {
      catalog.offered(A, Offers.resources("db://listed").withTemplate("db://{table}").offer());
      catalog.offered(B, new Offers().withTemplate("db://{table}").offer());

      assertThat(
              projection().list(CapabilityKind.RESOURCE_TEMPLATE).stream().map(Entry::exposedName))
          .containsExactly("onemcp+a:db://{table}", "onemcp+b:db://{table}");
      assertThat(route("onemcp+b:db://users")).contains(new Route(B, "db://users"));
      assertThat(projection().exposeUri(B, "db://users")).isEqualTo("onemcp+b:db://users");
      assertThat(projection().exposeUri(A, "db://listed")).isEqualTo("db://listed");
      assertThat(projection().exposeUri(A, "other://users")).isEqualTo("other://users");
    }
  }

  @Nested
  class GivenAnUnlistedUri {
    @Test
    void whenOneBackendAloneUsesItsScheme_thenItBelongsThere() {
      catalog.offered(A, Offers.resources("git:1").offer());
      catalog.offered(B, Offers.resources("db:1").offer());

      assertThat(route("git:2")).contains(new Route(A, "git:2"));
      assertThat(route("ftp:1")).isEmpty();
      assertThat(route("no scheme")).isEmpty();
    }

    @Test
    void whenSeveralUseItsScheme_thenItBelongsToNobody() {
      catalog.offered(A, Offers.resources("git:1").offer());
      catalog.offered(B, Offers.resources("git:2").offer());

      assertThat(route("git:3")).isEmpty();
    }

    @Test
    void whenOneBackendAloneHasResources_thenItBelongsThere() {
      catalog.offered(A, Offers.tools("t").declaring("{\"tools\":{}}").offer());
      catalog.offered(B, new Offers().declaring("{\"resources\":{}}").offer());

      assertThat(route("any:1")).contains(new Route(B, "any:1"));
    }
  }

  @Nested
  class GivenTheViewOfOneBackend {
    @Test
    void whenListed_thenUrisAreUntouchedEvenIfOthersHaveThem() {
      catalog.offered(A, Offers.resources("file:///x").offer());
      catalog.offered(B, Offers.resources("file:///x").offer());

      Projection one = catalog.of(new View.OneBackend(B));

      assertThat(one.routeUri("file:///x")).contains(new Route(B, "file:///x"));
      assertThat(one.rewritesUrisOf(B)).isFalse();
    }
  }

  private java.util.List<String> uris() {
    return projection().list(CapabilityKind.RESOURCE).stream().map(Entry::exposedName).toList();
  }

  private Projection projection() {
    return catalog.of(View.EVERYTHING);
  }

  private Optional<Route> route(String uri) {
    return projection().routeUri(uri);
  }
}
