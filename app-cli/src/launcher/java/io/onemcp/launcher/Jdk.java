package io.onemcp.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder with a Java installation; its version is read, not asked for, which saves a JVM start.
 */
final class Jdk {
  private static final Pattern RELEASE = Pattern.compile("(?m)^JAVA_VERSION=\"([^\"]+)\"");
  private static final Pattern MAJOR = Pattern.compile("(?:1\\.)?(\\d{1,6}).*");

  private final Path home;

  Jdk(Path home) {
    this.home = home;
  }

  boolean isNewEnough() {
    try {
      byte[] release = Files.readAllBytes(home.resolve("release"));
      Matcher version = RELEASE.matcher(new String(release, StandardCharsets.UTF_8));
      return version.find()
          && major(version.group(1)) >= Launch.NEEDED
          && Files.isExecutable(java());
    } catch (IOException e) {
      return false;
    }
  }

  Path java() {
    Path bin = home.resolve("bin");
    Path windows = bin.resolve("java.exe");
    return Files.exists(windows) ? windows : bin.resolve("java");
  }

  /** The feature number of a version: 8 for {@code 1.8.0_402}, 25 for {@code 25-ea}, 0 for none. */
  static int major(String version) {
    Matcher number = MAJOR.matcher(version);
    return number.matches() ? Integer.parseInt(number.group(1)) : 0;
  }
}
