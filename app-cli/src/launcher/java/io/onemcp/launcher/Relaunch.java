package io.onemcp.launcher;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The same command on another JVM, as if that one had been started in the first place. */
final class Relaunch {
  /**
   * Those of the shell script {@code onemcp}, which says why. Nothing on standard output: that may
   * be the wire to a client.
   */
  static final List<String> FLAGS =
      Arrays.asList(
          "-Xlog:disable",
          "-Xlog:all=warning:stderr",
          "-XX:+UseSerialGC",
          "-XX:InitialHeapSize=84m",
          "-Xmn72m",
          "-XX:+UseCompactObjectHeaders",
          "-XX:SurvivorRatio=4",
          "-XX:TargetSurvivorRatio=90",
          "-XX:TLABSize=64k",
          "-XX:MinHeapFreeRatio=10",
          "-XX:MaxHeapFreeRatio=25",
          "-XX:-ShrinkHeapInSteps",
          "-XX:-UsePerfData",
          "-XX:TrimNativeHeapInterval=5000",
          "-XX:CICompilerCount=3",
          "-Donemcp.heapWatch=true");

  private final Jdk jdk;
  private Optional<Process> child = Optional.empty();
  private boolean ending;

  Relaunch(Jdk jdk) {
    this.jdk = jdk;
  }

  int run(String[] args) throws IOException, InterruptedException {
    // Whoever ends us means the child; hooked before there is one, so that none is ever left alone.
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "onemcp-end-child"));
    Optional<Process> started = start(command(args));
    return started.isPresent() ? started.get().waitFor() : 1;
  }

  private synchronized Optional<Process> start(List<String> command) throws IOException {
    if (!ending) {
      child = Optional.of(new ProcessBuilder(command).inheritIO().start());
    }
    return child;
  }

  private void end() {
    Optional<Process> running;
    synchronized (this) {
      ending = true;
      running = child;
    }
    running.ifPresent(Relaunch::end);
  }

  private List<String> command(String[] args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(jdk.java().toString());
    command.addAll(FLAGS);
    command.addAll(Arrays.asList("-jar", jar().getPath()));
    command.addAll(Arrays.asList(args));
    return command;
  }

  private static File jar() throws IOException {
    try {
      return new File(Relaunch.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  /** The child gets the time that it needs to leave in order, and its exit code becomes ours. */
  private static void end(Process child) {
    child.destroy();
    try {
      Runtime.getRuntime().halt(child.waitFor());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
