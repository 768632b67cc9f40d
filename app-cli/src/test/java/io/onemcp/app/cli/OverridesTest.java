package io.onemcp.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onemcp.core.config.AuthConfig;
import io.onemcp.core.config.GatewayConfig;
import io.onemcp.core.config.HttpConfig;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OverridesTest {
  private static final Overrides NONE = Overrides.ofEnvironment(Map.of());
  private static final GatewayConfig FILE =
      GatewayConfig.DEFAULT
          .withHttp(HttpConfig.DEFAULT.at("file", 1).withSocket("file.sock"))
          .withAuth(new AuthConfig(false, true));

  @Test
  void whenNothingIsSaid_thenTheFileStands() {
    assertThat(NONE.applyTo(FILE)).isEqualTo(FILE);
    assertThat(NONE.applyTo(GatewayConfig.DEFAULT)).isEqualTo(GatewayConfig.DEFAULT);
  }

  @Test
  void whenVariablesAreSet_thenTheyWinOverTheFile() {
    GatewayConfig config =
        Overrides.ofEnvironment(
                Map.of(
                    "ONEMCP_HOST", "variable",
                    "ONEMCP_PORT", "2",
                    "ONEMCP_NO_AUTH", "false",
                    "ONEMCP_CONFIRM_NO_AUTH", "0",
                    "ONEMCP_SOCKET", "variable.sock"))
            .applyTo(FILE);

    assertThat(config.http())
        .isEqualTo(HttpConfig.DEFAULT.at("variable", 2).withSocket("variable.sock"));
    assertThat(config.auth()).isEqualTo(new AuthConfig(true, false));
  }

  @Test
  void whenFlagsAreSet_thenTheyWinOverVariables() {
    Overrides flags =
        new Overrides(
            Optional.of("flag"),
            Optional.of(3),
            Optional.of(true),
            Optional.of(true),
            Optional.of("flag.sock"),
            Optional.of(false));

    GatewayConfig config =
        flags
            .or(
                Overrides.ofEnvironment(
                    Map.of(
                        "ONEMCP_HOST", "variable",
                        "ONEMCP_PORT", "2",
                        "ONEMCP_NO_AUTH", "0",
                        "ONEMCP_CONFIRM_NO_AUTH", "false",
                        "ONEMCP_ENABLE_CONFIG_RELOAD", "true",
                        "ONEMCP_SOCKET", "variable.sock")))
            .applyTo(GatewayConfig.DEFAULT);

    assertThat(config.http()).isEqualTo(HttpConfig.DEFAULT.at("flag", 3).withSocket("flag.sock"));
    assertThat(config.auth()).isEqualTo(new AuthConfig(false, true));
    assertThat(config.reload().enabled()).isFalse();
  }

  @Test
  void whenAVariableIsBlank_thenItCountsAsUnset() {
    assertThat(Overrides.ofEnvironment(Map.of("ONEMCP_PORT", "", "ONEMCP_NO_AUTH", " ")))
        .isEqualTo(NONE);
  }

  @Test
  void whenAValueCannotBe_thenItsNameIsTold() {
    assertThatThrownBy(() -> Overrides.ofEnvironment(Map.of("ONEMCP_PORT", "http")))
        .isInstanceOf(CommandFailure.class)
        .hasMessageStartingWith("ONEMCP_PORT: ");
    assertThatThrownBy(() -> Overrides.ofEnvironment(Map.of("ONEMCP_NO_AUTH", "maybe")))
        .isInstanceOf(CommandFailure.class)
        .hasMessageStartingWith("ONEMCP_NO_AUTH: ");
    assertThatThrownBy(() -> Overrides.ofEnvironment(Map.of("ONEMCP_PORT", "70000")).applyTo(FILE))
        .isInstanceOf(CommandFailure.class)
        .hasMessage("port: 70000 (expected: 0 to 65535)");
    assertThatThrownBy(() ->
            new Overrides(
                    Optional.of(" "),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty())
                .applyTo(FILE))
        .isInstanceOf(CommandFailure.class)
        .hasMessageStartingWith("host: empty");
  }
}
