package io.onemcp.launcher;

import java.io.IOException;
import java.util.Optional;

/** Runs the command line on this JVM if it is new enough, otherwise on one that is. */
public final class Launch {
  static final int NEEDED = 25;
  private static final String COMMANDS = "io.onemcp.app.cli.Main";

  private Launch() {}

  /**
   * Hands all arguments over unchanged; the exit code is that of the command.
   *
   * @throws ReflectiveOperationException if the jar was taken apart and lacks the command line
   */
  public static void main(String[] args)
      throws ReflectiveOperationException, IOException, InterruptedException {
    start(System.getProperty("java.version", ""), args);
  }

  static void start(String version, String[] args)
      throws ReflectiveOperationException, IOException, InterruptedException {
    if (Jdk.major(version) >= NEEDED) {
      // What is called by reflection is called once; code made for it takes longer than the calls.
      System.getProperties().putIfAbsent("jdk.reflect.useNativeAccessorOnly", "true");
      Class.forName(COMMANDS).getMethod("main", String[].class).invoke(null, (Object) args);
      return;
    }
    Optional<Jdk> jdk = new JdkSearch(System.getenv(), System.getProperty("user.home", "")).first();
    if (!jdk.isPresent()) {
      System.err.println(
          "onemcp needs Java 25 or newer and found none: install a JDK 25 (https://adoptium.net),"
              + " or point ONEMCP_JAVA_HOME to one.");
      System.exit(1);
    } else {
      System.exit(new Relaunch(jdk.get()).run(args));
    }
  }
}
