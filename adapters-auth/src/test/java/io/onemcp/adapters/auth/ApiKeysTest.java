package io.onemcp.adapters.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onemcp.core.access.Authenticator;
import io.onemcp.core.access.Authenticator.Verdict;
import io.onemcp.core.access.Caller;
import io.onemcp.core.runtime.StateFileException;
import io.onemcp.testkit.AuthenticatorContract;
import io.onemcp.testkit.MemoryStateFiles;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ApiKeysTest implements AuthenticatorContract {
  private static final String ONE = "0123456789abcdef-one";
  private static final String TWO = "0123456789abcdef=two/+~";

  private final MemoryStateFiles files = new MemoryStateFiles();

  @Override
  public Authenticator authenticator() {
    return ApiKeys.open(files);
  }

  @Override
  public Optional<String> acceptedAuthorization() {
    ApiKeys.open(files);
    return files.read(ApiKeys.FILE).map(key -> "Bearer " + key.strip());
  }

  @Nested
  class GivenNoFile {
    @Test
    void whenOpened_thenAKeyOf256BitsIsMadeAndAccepted() {
      ApiKeys keys = ApiKeys.open(files);

      String key = files.read(ApiKeys.FILE).orElseThrow().strip();
      assertThat(key).startsWith("omcp_");
      assertThat(Base64.getUrlDecoder().decode(key.substring("omcp_".length()))).hasSize(32);
      assertThat(accepted(keys, key)).isTrue();
      assertThat(keys.location()).isEqualTo("memory:api-key");
    }

    @Test
    void whenOpenedAgain_thenTheKeyIsTheSame() {
      ApiKeys.open(files);
      Optional<String> first = files.read(ApiKeys.FILE);

      ApiKeys again = ApiKeys.open(files);

      assertThat(files.read(ApiKeys.FILE)).isEqualTo(first);
      assertThat(accepted(again, first.orElseThrow().strip())).isTrue();
    }

    @Test
    void whenTwoFilesAreMade_thenTheirKeysDiffer() {
      MemoryStateFiles other = new MemoryStateFiles();

      ApiKeys.open(files);
      ApiKeys.open(other);

      assertThat(files.read(ApiKeys.FILE)).isNotEqualTo(other.read(ApiKeys.FILE));
    }
  }

  @Nested
  class GivenAProgramOfTheSameUser {
    @Test
    void whenThereIsNoFile_thenItHasNoKeyAndMakesNone() {
      assertThat(ApiKeys.first(files)).isEmpty();
      assertThat(files.read(ApiKeys.FILE)).isEmpty();
    }

    @Test
    void whenThereAreSeveralKeys_thenItHasTheFirst() {
      files.write(ApiKeys.FILE, "# keys\n\n laptop: " + ONE + "\n" + TWO + "\n");

      assertThat(ApiKeys.first(files)).contains(ONE);
      assertThat(accepted(ApiKeys.open(files), ApiKeys.first(files).orElseThrow())).isTrue();
    }

    @Test
    void whenALineIsNoKey_thenTheFileIsNamed() {
      files.write(ApiKeys.FILE, "short\n");

      assertThatThrownBy(() -> ApiKeys.first(files))
          .isInstanceOf(StateFileException.class)
          .hasMessageContaining("memory:api-key")
          .hasMessageNotContaining("short");
    }
  }

  @Nested
  class GivenSeveralKeys {
    @Test
    void whenOneIsSent_thenItsCallerIsKnown() {
      files.write(ApiKeys.FILE, "# keys\n\nlaptop: " + ONE + "\n  " + TWO + "  \r\n");
      ApiKeys keys = ApiKeys.open(files);

      assertThat(keys.judge(Optional.of("Bearer " + ONE)))
          .isEqualTo(new Verdict.Authenticated(new Caller("key:laptop")));
      assertThat(keys.judge(Optional.of("bearer  " + TWO + " ")))
          .isInstanceOfSatisfying(
              Verdict.Authenticated.class,
              it -> assertThat(it.caller().principal()).matches("key:[0-9a-f]{8}"));
    }

    @Test
    void whenNoneMatches_thenTheCallerIsChallenged() {
      files.write(ApiKeys.FILE, "laptop: " + ONE);
      ApiKeys keys = ApiKeys.open(files);

      assertThat(keys.judge(Optional.of("Bearer " + TWO)))
          .isEqualTo(new Verdict.Challenge("unknown API key"));
      assertThat(accepted(keys, ONE.substring(1))).isFalse();
      assertThat(accepted(keys, ONE + "x")).isFalse();
      assertThat(accepted(keys, "laptop: " + ONE)).isFalse();
      assertThat(accepted(keys, "# keys")).isFalse();
    }

    @Test
    void whenItIsNoBearer_thenTheCallerIsChallenged() {
      files.write(ApiKeys.FILE, ONE);
      ApiKeys keys = ApiKeys.open(files);

      assertThat(keys.judge(Optional.empty()))
          .isEqualTo(
              new Verdict.Challenge("missing API key (expected: Authorization: Bearer <key>)"));
      assertThat(keys.judge(Optional.of("Basic " + ONE))).isInstanceOf(Verdict.Challenge.class);
      assertThat(keys.judge(Optional.of(ONE))).isInstanceOf(Verdict.Challenge.class);
      assertThat(keys.judge(Optional.of("Bearer" + ONE))).isInstanceOf(Verdict.Challenge.class);
    }
  }

  @Nested
  class GivenAFileThatCannotBe {
    @Test
    void whenALineIsNoKey_thenItsPlaceIsNamedAndItsTextIsNot() {
      for (String line : new String[] {"zzTop", "name: zzTop", "na me: " + ONE, ONE + " zzTop"}) {
        files.write(ApiKeys.FILE, "# keys\n" + line);

        assertThatThrownBy(() -> ApiKeys.open(files))
            .isInstanceOf(StateFileException.class)
            .hasMessageStartingWith("memory:api-key:2: no key")
            .hasMessageNotContaining("zzTop");
      }
    }

    @Test
    void whenAKeyOrNameStandsTwice_thenItIsRefused() {
      for (String text : new String[] {"a: " + ONE + "\na: " + TWO, TWO + "\n" + TWO}) {
        files.write(ApiKeys.FILE, text);

        assertThatThrownBy(() -> ApiKeys.open(files))
            .isInstanceOf(StateFileException.class)
            .hasMessage("memory:api-key:2: key or name stands twice (expected: once)");
      }
    }

    @Test
    void whenItIsEmpty_thenTheRemedyIsNamed() {
      files.write(ApiKeys.FILE, "# nothing\n");

      assertThatThrownBy(() -> ApiKeys.open(files))
          .isInstanceOf(StateFileException.class)
          .hasMessage("memory:api-key: no key (expected: one); remove the file to get a new one");
    }

    @Test
    void whenItHoldsTooMany_thenItIsRefused() {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 1_001; i++) {
        text.append(ONE).append(i).append('\n');
      }
      files.write(ApiKeys.FILE, text.toString());

      assertThatThrownBy(() -> ApiKeys.open(files))
          .isInstanceOf(StateFileException.class)
          .hasMessage("memory:api-key: 1001 keys (expected: at most 1000)");
    }

    @Test
    void whenOthersCanReadIt_thenItIsRefused() {
      ApiKeys.open(files);
      files.expose(ApiKeys.FILE);

      assertThatThrownBy(() -> ApiKeys.open(files)).isInstanceOf(StateFileException.class);
    }
  }

  private static boolean accepted(ApiKeys keys, String key) {
    return keys.judge(Optional.of("Bearer " + key)) instanceof Verdict.Authenticated;
  }
}
