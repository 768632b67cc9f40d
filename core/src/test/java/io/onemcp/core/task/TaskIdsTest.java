package io.onemcp.core.task;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.access.Caller;
import io.onemcp.core.catalog.Route;
import io.onemcp.core.config.BackendName;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TaskIdsTest {
  private static final Caller ALICE = new Caller("alice");
  private static final BackendName FILES = new BackendName("files");

  private final TaskIds ids = new TaskIds(new byte[32]);

  @Nested
  class GivenAnIdOfABackend {
    @Test
    void whenExposed_thenItLeadsBackWhateverItHolds() {
      for (String id : List.of("1", "", "a/b", "files/1", "\u00fc \u0000\"", "x".repeat(5_000))) {
        assertThat(ids.open(ALICE, ids.expose(ALICE, FILES, id))).contains(new Route(FILES, id));
      }
    }

    @Test
    void whenExposedTwice_thenItIsTheSameId() {
      assertThat(ids.expose(ALICE, FILES, "1")).isEqualTo(ids.expose(ALICE, FILES, "1"));
    }

    @Test
    void whenExposed_thenItCanBeAHeaderAndShowsNothing() {
      String exposed = ids.expose(ALICE, FILES, "secret");

      assertThat(exposed).matches("[A-Za-z0-9_-]+").doesNotContain("secret");
      assertThat(new String(Base64.getUrlDecoder().decode(exposed), ISO_8859_1))
          .doesNotContain("files")
          .doesNotContain("secret");
    }
  }

  @Nested
  class GivenAnIdThatAClientSends {
    @Test
    void whenItIsAnotherCallers_thenItIsUnknown() {
      assertThat(ids.open(new Caller("bob"), ids.expose(ALICE, FILES, "1"))).isEmpty();
    }

    @Test
    void whenAnyOfItsBytesIsChanged_thenItIsUnknown() {
      byte[] genuine = Base64.getUrlDecoder().decode(ids.expose(ALICE, FILES, "1"));
      for (int i = 0; i < genuine.length; i++) {
        byte[] changed = genuine.clone();
        changed[i] ^= 1;

        assertThat(ids.open(ALICE, Base64.getUrlEncoder().encodeToString(changed))).isEmpty();
      }
    }

    @Test
    void whenItIsOfAnotherGateway_thenItIsUnknown() {
      byte[] key = new byte[32];
      key[0] = 1;

      assertThat(new TaskIds(key).open(ALICE, ids.expose(ALICE, FILES, "1"))).isEmpty();
    }

    @Test
    void whenItIsAnything_thenItIsUnknown() {
      for (String any : List.of("", "1", "\u00fc", "====", "AAAA", "A".repeat(100))) {
        assertThat(ids.open(ALICE, any)).isEmpty();
      }
    }
  }
}
