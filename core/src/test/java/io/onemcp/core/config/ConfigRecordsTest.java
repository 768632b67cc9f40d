package io.onemcp.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ConfigRecordsTest {
  @Nested
  class GivenABackendName {
    @Test
    void whenItHasTheRightCharacters_thenItIsOne() {
      for (String name : List.of("a", "A-z_0.9", "x".repeat(BackendName.MAX_LENGTH))) {
        assertThat(new BackendName(name)).hasToString(name);
      }
      assertThat(new BackendName("a")).isLessThan(new BackendName("b"));
    }

    @Test
    void whenItHasOthers_thenItIsRefusedAndNamed() {
      for (String name :
          List.of(
              "", " ", "a b", "a/b", "a:b", "ä", "a\n", "x".repeat(BackendName.MAX_LENGTH + 1))) {
        assertThat(BackendName.isValid(name)).isFalse();
        assertThatIllegalArgumentException()
            .isThrownBy(() -> new BackendName(name))
            .withMessageContaining("\"" + name + "\"");
      }
    }
  }

  @Nested
  class GivenATransport {
    @Test
    void whenPrinted_thenNoSecretShows() {
      Map<String, String> secrets = Map.of("Authorization", "s3cret");
      URI url = URI.create("https://user:s3cret@host:81/mcp?key=s3cret#s3cret");

      assertThat(
              new BackendTransport.Stdio(
                  "npx", List.of("--key", "s3cret"), secrets, Optional.empty()))
          .hasToString("stdio npx");
      assertThat(new BackendTransport.Http(url, secrets)).hasToString("http https://host:81/mcp");
      assertThat(new BackendTransport.Sse(url, secrets)).hasToString("sse https://host:81/mcp");
    }

    @Test
    void whenItsUrlHasNoHost_thenItCanBePrintedAllTheSame() {
      assertThat(new BackendTransport.Http(URI.create("mailto:a"), Map.of()).toString())
          .startsWith("http ");
      assertThat(new BackendTransport.Http(URI.create("/mcp"), Map.of()).toString())
          .startsWith("http ");
    }
  }

  @Nested
  class GivenAWholeConfiguration {
    private final BackendDefinition one =
        BackendDefinition.of("one", new BackendTransport.InProcess("one"));

    @Test
    void whenItIsTheDefault_thenItIsSafe() {
      GatewayConfig config = GatewayConfig.DEFAULT;

      assertThat(config.backends()).isEmpty();
      assertThat(config.auth().enabled()).isTrue();
      assertThat(config.auth().confirmNoAuth()).isFalse();
      assertThat(config.http().host()).isEqualTo("127.0.0.1");
      assertThat(config.http().port()).isEqualTo(3050);
      assertThat(config.limits().maxBodyBytes()).isEqualTo(4 << 20);
      assertThat(config.naming()).isEqualTo(new NamingConfig(NamingConfig.Mode.PREFIX, "__", 64));
      assertThat(config.loading().listWait()).isEqualTo(Duration.ofSeconds(10));
      assertThat(one.connectTimeout()).isEqualTo(Duration.ofSeconds(30));
      assertThat(one.requestTimeout()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void whenAPartIsExchanged_thenTheRestStays() {
      HttpConfig http = HttpConfig.DEFAULT.at("localhost", 0).withSocket("/run/s");
      AuthConfig auth = new AuthConfig(false, true);
      GatewayConfig config =
          GatewayConfig.DEFAULT.withBackends(List.of(one)).withHttp(http).withAuth(auth);

      assertThat(config.backends()).containsExactly(one);
      assertThat(config.http()).isEqualTo(http);
      assertThat(config.http().socket()).contains("/run/s");
      assertThat(config.auth()).isEqualTo(auth);
      assertThat(config.limits()).isEqualTo(Limits.DEFAULT);
    }

    @Test
    void whenAListIsChangedLater_thenTheConfigurationIsNot() {
      List<BackendDefinition> backends = new ArrayList<>(List.of(one));
      GatewayConfig config = GatewayConfig.DEFAULT.withBackends(backends);

      backends.clear();

      assertThat(config.backends()).containsExactly(one);
    }

    @Test
    void whenTwoBackendsHaveOneName_thenItIsRefused() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> GatewayConfig.DEFAULT.withBackends(List.of(one, one)))
          .withMessageContaining("\"one\"");
    }

    @Test
    void whenAValueCannotBe_thenItIsNamed() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> HttpConfig.DEFAULT.at("localhost", 65_536))
          .withMessageContaining("65536");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> HttpConfig.DEFAULT.at("localhost", -1))
          .withMessageContaining("-1");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> HttpConfig.DEFAULT.at(" ", 1))
          .withMessageContaining("host");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new NamingConfig(NamingConfig.Mode.PREFIX, "/", 64))
          .withMessageContaining("separator");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new NamingConfig(NamingConfig.Mode.PREFIX, "__", 15))
          .withMessageContaining("15");
      assertThatIllegalArgumentException()
          .isThrownBy(() ->
              new LoadingConfig(
                  LoadingMode.LAZY, Duration.ofSeconds(-1), Duration.ZERO, Duration.ZERO))
          .withMessageContaining("wait");
    }
  }

  @Nested
  class GivenAProblem {
    @Test
    void whenPrinted_thenItTellsEverythingInOneLine() {
      assertThat(
              new ConfigProblem(
                  "mcp.json",
                  3,
                  7,
                  "runtime.http.prot",
                  "unknown key",
                  Optional.of("a known one"),
                  Optional.of("port")))
          .hasToString(
              "mcp.json:3:7: runtime.http.prot: unknown key (expected: a known one); did you mean"
                  + " \"port\"?");
      assertThat(
              new ConfigProblem("mcp.json", 0, 0, "", "empty", Optional.empty(), Optional.empty()))
          .hasToString("mcp.json: empty");
    }
  }

  @Nested
  class GivenAReading {
    @Test
    void whenMade_thenItKeepsWhatItWasGiven() {
      ConfigProblem problem =
          new ConfigProblem("f", 0, 0, "", "p", Optional.empty(), Optional.empty());
      List<ConfigProblem> problems = new ArrayList<>(List.of(problem));
      ConfigSource.Reading.Loaded loaded =
          new ConfigSource.Reading.Loaded(GatewayConfig.DEFAULT, problems, problems, Set.of());
      ConfigSource.Reading.Rejected rejected = new ConfigSource.Reading.Rejected(problems);

      problems.clear();

      assertThat(loaded.skipped()).containsExactly(problem);
      assertThat(loaded.warnings()).containsExactly(problem);
      assertThat(rejected.problems()).containsExactly(problem);
      assertThat(Set.of(loaded.config())).containsExactly(GatewayConfig.DEFAULT);
    }
  }
}
