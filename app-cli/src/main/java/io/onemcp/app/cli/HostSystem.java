package io.onemcp.app.cli;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a command needs to know of the machine it runs on.
 *
 * @param environment variables of the process
 * @param operatingSystem its name, as Java tells it
 * @param home folder of the user
 */
record HostSystem(Map<String, String> environment, String operatingSystem, Path home) {
  /** Returns the machine that this process runs on. */
  static HostSystem current() {
    return new HostSystem(
        System.getenv(), System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
  }

  boolean isWindows() {
    return operatingSystem.startsWith("Windows");
  }
}
