package io.onemcp.benchmarks.soak;

import io.onemcp.benchmarks.process.Child;
import io.onemcp.benchmarks.process.PerfCounters;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** The command {@code ./dev soak}. */
public final class Soak {
  private static final Path LAUNCHER = Path.of("onemcp").toAbsolutePath();

  /** The counters that tell of the heap; the launcher does without. */
  private static final String COUNTED = "ONEMCP_JAVA_OPTS=-XX:+UsePerfData";

  private static final Path RECORD = Path.of("benchmarks", "results", "soak.json");
  private static final Path PAGES = Path.of("docs", "performance");
  private static final String USAGE =
      "./dev soak [--minutes 60] [--rate 120] [--out FILE] [--port 46500, and two above it]\n"
          + "./dev soak page    the page of the soak that is recorded";

  private static final long SAMPLE_EVERY = 5;
  private static final int COMPACTING_ONCE_IN = 4;
  private static final long LIVE_EVERY = 600;
  private static final Duration SETTLING = Duration.ofSeconds(10);

  /** Longer than abandoned sessions live. */
  private static final long QUIET_SECONDS = 90;

  private static final Duration END_WITHIN = Duration.ofSeconds(40);
  static final String LIVE = "live heap MiB";

  private Duration time = Duration.ofMinutes(60);
  private double rate = 120;
  private int port = 46_500;
  private Path out = RECORD;
  private final Tally tally = new Tally();
  private final List<Vitals> samples = new ArrayList<>();
  private long start;

  private Soak() {}

  /** Runs a soak; {@code --help} tells more. The exit code is 1 if something grew or was wrong. */
  public static void main(String[] args) throws Exception {
    if (List.of(args).equals(List.of("page"))) {
      SoakPage.read(RECORD).write(PAGES);
      return;
    }
    Soak soak = new Soak();
    if (soak.read(List.of(args))) {
      System.exit(soak.run() ? 0 : 1);
    }
  }

  private boolean read(List<String> args) {
    Iterator<String> rest = args.iterator();
    while (rest.hasNext()) {
      String option = rest.next();
      if (!rest.hasNext()) {
        System.out.println(USAGE);
        return false;
      }
      String value = rest.next();
      switch (option) {
        case "--minutes" -> time = Duration.ofSeconds((long) (Double.parseDouble(value) * 60));
        case "--rate" -> rate = Double.parseDouble(value);
        case "--port" -> port = Integer.parseInt(value);
        case "--out" -> out = Path.of(value);
        default -> {
          System.out.println(USAGE);
          return false;
        }
      }
    }
    return true;
  }

  private boolean run() throws IOException, InterruptedException, WrongAnswerException {
    Path folder = Files.createTempDirectory("onemcp-soak");
    System.err.println("soaking in " + folder);
    try (SoakServers servers = new SoakServers(folder, port)) {
      servers.write(0, false);
      List<String> command =
          List.of(
              "env",
              COUNTED,
              LAUNCHER.toString(),
              "serve",
              "--config",
              servers.config().toString(),
              "--port",
              "" + port);
      try (Child gateway = Child.start(folder.resolve("log"), command).awaitPort(port)) {
        TimeUnit.SECONDS.sleep(SETTLING.toSeconds());
        String key = Files.readString(folder.resolve("api-key")).strip();
        URI endpoint = URI.create("http://127.0.0.1:" + port + "/mcp");
        return soak(Gate.of(endpoint, "Bearer " + key), gateway, servers);
      }
    }
  }

  private boolean soak(Gate gate, Child gateway, SoakServers servers)
      throws IOException, InterruptedException, WrongAnswerException {
    ProcessHandle process = gateway.process().toHandle();
    Turmoil turmoil = new Turmoil(servers, process);
    start = System.nanoTime();
    long last = whole(time.toSeconds());
    long early = Math.min(300, whole(last / 3));
    try (SoakLoad load = new SoakLoad(gate, turmoil, tally)) {
      load.start(rate);
      for (long second = 1; second <= last; second++) {
        awaitSecond(second);
        turmoil.tick(second);
        if (second % SAMPLE_EVERY == 0) {
          boolean live = second == early || second % LIVE_EVERY == 0 || second == last;
          sample(second, process, live);
        }
      }
    }
    for (long second = last + SAMPLE_EVERY;
        second <= last + QUIET_SECONDS;
        second += SAMPLE_EVERY) {
      awaitSecond(second);
      sample(second, process, second > last + QUIET_SECONDS - SAMPLE_EVERY);
    }
    Verdict verdict = new SoakVerdict(samples, early, last).of(tally, orphans(process));
    SoakResult result = new SoakResult(samples, tally, turmoil, verdict, rate);
    result.write(out);
    if (out.equals(RECORD)) {
      SoakPage.read(out).write(PAGES);
    }
    System.out.println(result.markdown());
    return verdict.good();
  }

  /** Returns the time of a sample. */
  private static long whole(long second) {
    return second - second % SAMPLE_EVERY;
  }

  private void awaitSecond(long second) throws InterruptedException {
    long left = start + second * 1_000_000_000L - System.nanoTime();
    TimeUnit.NANOSECONDS.sleep(Math.max(0, left));
  }

  private void sample(long second, ProcessHandle gateway, boolean live)
      throws IOException, InterruptedException {
    Histogram times = tally.times();
    Vitals vitals =
        Vitals.of(second, gateway)
            .with("right", tally.allRight())
            .with("explained", tally.allExplained())
            .with("wrong", tally.allWrong())
            .with("late", tally.allLate())
            .with("skipped", tally.allSkipped())
            .with("p50 ms", times.getValueAtPercentile(50) / 1e6)
            .with("p99 ms", times.getValueAtPercentile(99) / 1e6);
    if (live) {
      vitals = vitals.with(LIVE, liveMib(gateway.pid()));
    }
    samples.add(vitals);
    System.err.println(vitals.json());
  }

  /**
   * Has everything collected that can be, which also empties the young generation. Three of four
   * collections of the serial collector leave gaps, up to a twentieth of the space, where moving
   * what lives is not worth it.
   */
  private static double liveMib(long pid) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    double least = Double.MAX_VALUE;
    for (int i = 0; i < COMPACTING_ONCE_IN; i++) {
      new ProcessBuilder(jcmd.toString(), "" + pid, "GC.run")
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
      least = Math.min(least, PerfCounters.oldMib(pid));
    }
    return least;
  }

  /** Ends the gateway as an administrator does; returns how many of its processes outlive it. */
  private static long orphans(ProcessHandle gateway) throws InterruptedException {
    List<ProcessHandle> all = new ArrayList<>(gateway.descendants().toList());
    all.add(gateway);
    gateway.destroy();
    long end = System.nanoTime() + END_WITHIN.toNanos();
    while (System.nanoTime() < end && all.stream().anyMatch(ProcessHandle::isAlive)) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    return all.stream().filter(ProcessHandle::isAlive).count();
  }
}
