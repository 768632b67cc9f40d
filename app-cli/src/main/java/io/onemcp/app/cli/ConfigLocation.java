package io.onemcp.app.cli;

import io.onemcp.adapters.config.RuntimeScope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which configuration file a command is about.
 *
 * @param file where it is
 * @param chosen whether a person named it; otherwise it is the usual one, which may be made
 */
record ConfigLocation(Path file, boolean chosen) {
  static final String VARIABLE = "ONEMCP_CONFIG";

  private static final String NAME = "mcp.json";

  private static final String EMPTY_CONFIG =
      """
      {
        // One entry for each MCP server, for example:
        // "files": {"command": "npx", "args": ["-y", "@modelcontextprotocol/server-filesystem", "."]}
        "mcpServers": {}
      }
      """;

  /** Chooses the flag's file, else the variable's, else the usual one of the operating system. */
  static ConfigLocation choose(Optional<Path> flag, HostSystem host) {
    return flag.or(() -> Overrides.value(host.environment(), VARIABLE).map(Path::of))
        .map(file -> new ConfigLocation(file, true))
        .orElseGet(() -> new ConfigLocation(usual(host), false));
  }

  private static Path usual(HostSystem host) {
    if (!host.isWindows()) {
      return host.home().resolve(".config").resolve("onemcp").resolve(NAME);
    }
    return Overrides.value(host.environment(), "APPDATA")
        .map(Path::of)
        .orElseGet(() -> host.home().resolve("AppData").resolve("Roaming"))
        .resolve("onemcp")
        .resolve(NAME);
  }

  /**
   * Makes an empty file where the usual one is missing, and tells whether it did.
   *
   * @throws CommandFailure if a file that a person named is missing
   */
  boolean ensure() {
    if (Files.exists(file)) {
      return false;
    }
    if (chosen) {
      throw new CommandFailure(
          ExitCode.ERROR, file + ": there is no such file (expected: a configuration file)");
    }
    return RuntimeScope.of(file).create(NAME, EMPTY_CONFIG);
  }
}
