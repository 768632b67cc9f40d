package io.onemcp.app.embedded;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What this JVM has now, and must not have more of after a test: threads and child processes. */
final class Leftovers {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Threads of the JDK that come and go by themselves. */
  private static final Pattern JDK =
      Pattern.compile(
          "process reaper.*|ForkJoinPool.*|VirtualThread-unblocker|.*Poller.*|Cleaner-.*|Common-"
              + "Cleaner|Attach Listener|Keep-Alive-Timer|JMX.*|junit.*|HttpClient-.*|running|event"
              + " stream|C[12] CompilerThread.*|Signal Dispatcher|");

  private static final Pattern IN_DUMP =
      Pattern.compile("^#(\\d+) \"([^\"]*)\"", Pattern.MULTILINE);

  private final Set<String> threads;
  private final Set<ProcessHandle> children;

  private Leftovers(Set<String> threads, Set<ProcessHandle> children) {
    this.threads = threads;
    this.children = children;
  }

  /** Notes what there is. */
  static Leftovers before() throws IOException {
    return new Leftovers(threadsNow(), childrenNow());
  }

  /** Returns the threads, each as number and name, that came since; virtual ones too. */
  Set<String> newThreads() throws IOException {
    Set<String> now = threadsNow();
    now.removeAll(threads);
    return now;
  }

  /** Makes sure, within ten seconds, that nothing is left of what came since. */
  void assertNone() throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Set<String> left = all();
    while (!left.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("left behind: " + left);
      }
      left = all();
    }
  }

  private Set<String> all() throws IOException {
    Set<String> all = newThreads();
    childrenNow().stream()
        .filter(child -> !children.contains(child))
        .forEach(child -> all.add("process " + child.info()));
    return all;
  }

  private static Set<ProcessHandle> childrenNow() {
    return ProcessHandle.current().children().collect(Collectors.toSet());
  }

  private static Set<String> threadsNow() throws IOException {
    Path folder = Files.createTempDirectory("threads");
    Path dump = folder.resolve("dump");
    try {
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
      return IN_DUMP
          .matcher(Files.readString(dump))
          .results()
          .filter(thread -> !JDK.matcher(thread.group(2)).matches())
          .map(thread -> "#" + thread.group(1) + " " + thread.group(2))
          .collect(Collectors.toCollection(TreeSet::new));
    } finally {
      Files.deleteIfExists(dump);
      Files.delete(folder);
    }
  }
}
