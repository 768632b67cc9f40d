package io.onemcp.app.embedded;

/** Which release this is. */
public final class Version {
  private Version() {}

  /** Returns the release that the jar's manifest names; {@code dev} where there is no jar. */
  public static String current() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }
}
