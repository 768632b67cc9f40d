package io.onemcp.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Looks, on Linux, for processes that bear the mark of a gateway; those that have ended and wait
 * for init bear none.
 */
public final class LeftBehind {
  private static final Path PROCESSES = Path.of("/proc");
  private static final Pattern SHELL = Pattern.compile(".*/(sh|dash|bash|busybox)");
  private static final long PAUSE_MILLIS = 20;
  private static final int TRIES = 500;

  private LeftBehind() {}

  /** Returns the processes that were started for the gateway in this process. */
  public static List<Long> of(long gateway) {
    List<Long> found = new ArrayList<>();
    Pattern mark = Pattern.compile("ONEMCP_OWNER=[^.]*\\." + gateway + "\\.");
    try (DirectoryStream<Path> all = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      for (Path process : all) {
        if (mark.matcher(environment(process)).find()) {
          found.add(Long.parseLong(process.getFileName().toString()));
        }
      }
    } catch (IOException e) {
      throw new AssertionError("no processes to look at", e);
    }
    return found;
  }

  /** Waits until there are none, at most so long; returns those that there are then. */
  public static List<Long> after(Duration bound, long gateway) throws InterruptedException {
    long end = System.nanoTime() + bound.toNanos();
    List<Long> left = of(gateway);
    while (!left.isEmpty() && System.nanoTime() < end) {
      new CountDownLatch(1).await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      left = of(gateway);
    }
    return left;
  }

  /** Waits for the watchdog of a gateway, a shell that bears no mark. */
  public static ProcessHandle watchdog(ProcessHandle gateway) throws InterruptedException {
    for (int tries = 0; tries < TRIES; tries++) {
      Optional<ProcessHandle> found =
          gateway
              .children()
              .filter(it -> SHELL.matcher(it.info().command().orElse("")).matches())
              .filter(it -> !of(gateway.pid()).contains(it.pid()))
              .findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      new CountDownLatch(1).await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }
    throw new AssertionError("no watchdog");
  }

  private static String environment(Path process) {
    try {
      return new String(
          Files.readAllBytes(process.resolve("environ")), StandardCharsets.ISO_8859_1);
    } catch (IOException _) {
      // It has ended, or is not ours to look at.
      return "";
    }
  }
}
