package io.onemcp.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onemcp.adapters.config.JsonConfigFile;
import io.onemcp.core.config.ConfigSource.Reading;
import io.onemcp.core.config.GatewayConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLocationTest {
  @TempDir private Path home;

  @Test
  void whenNothingIsNamed_thenTheOperatingSystemDecides() {
    assertThat(ConfigLocation.choose(Optional.empty(), new HostSystem(Map.of(), "Linux", home)))
        .isEqualTo(new ConfigLocation(home.resolve(".config/onemcp/mcp.json"), false));
    assertThat(ConfigLocation.choose(Optional.empty(), new HostSystem(Map.of(), "Mac OS X", home)))
        .isEqualTo(new ConfigLocation(home.resolve(".config/onemcp/mcp.json"), false));
    assertThat(
            ConfigLocation.choose(
                Optional.empty(),
                new HostSystem(Map.of("APPDATA", "/roaming"), "Windows 11", home)))
        .isEqualTo(new ConfigLocation(Path.of("/roaming/onemcp/mcp.json"), false));
    assertThat(
            ConfigLocation.choose(Optional.empty(), new HostSystem(Map.of(), "Windows 11", home)))
        .isEqualTo(new ConfigLocation(home.resolve("AppData/Roaming/onemcp/mcp.json"), false));
  }

  @Test
  void whenAFileIsNamed_thenTheFlagWinsOverTheVariable() {
    HostSystem host = new HostSystem(Map.of("ONEMCP_CONFIG", "variable.json"), "Linux", home);

    assertThat(ConfigLocation.choose(Optional.empty(), host))
        .isEqualTo(new ConfigLocation(Path.of("variable.json"), true));
    assertThat(ConfigLocation.choose(Optional.of(Path.of("flag.json")), host))
        .isEqualTo(new ConfigLocation(Path.of("flag.json"), true));
  }

  @Test
  void whenTheUsualFileIsMissing_thenAnEmptyOneIsMade() {
    ConfigLocation usual = ConfigLocation.choose(Optional.empty(), CommandRun.machine(home));

    assertThat(usual.ensure()).isTrue();
    assertThat(usual.ensure()).isFalse();

    assertThat(new JsonConfigFile(usual.file(), Map.of()).load())
        .isEqualTo(new Reading.Loaded(GatewayConfig.DEFAULT, List.of(), List.of(), Set.of()));
  }

  @Test
  void whenANamedFileIsMissing_thenItIsNotMade() throws IOException {
    ConfigLocation named = new ConfigLocation(home.resolve("absent.json"), true);

    assertThatThrownBy(named::ensure)
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("absent.json: there is no such file");

    assertThat(named.file()).doesNotExist();
    assertThat(new ConfigLocation(Files.createFile(home.resolve("there.json")), true).ensure())
        .isFalse();
  }
}
