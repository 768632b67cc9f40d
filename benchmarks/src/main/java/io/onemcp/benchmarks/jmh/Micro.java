package io.onemcp.benchmarks.jmh;

import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonReader;
import io.onemcp.core.protocol.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Statistics;

/** The command {@code ./dev jmh}. */
public final class Micro {
  private static final String ALL = "io\\.onemcp\\.benchmarks\\.jmh\\.";
  private static final Path OUT = Path.of("benchmarks", "results", "jmh.json");
  private static final int MAX_DEPTH = 10;
  private static final String MEDIAN = "median ns";
  private static final String FASTEST = "fastest ns";
  private static final String ALLOCATED = "bytes allocated";
  private static final Path PAGE = Path.of("docs", "performance", "steps.md");
  private static final String ALLOCATION = "gc.alloc.rate.norm";

  private Micro() {}

  /** Measures the benchmarks whose names match the first argument, or all, and records them. */
  public static void main(String[] args) throws RunnerException, IOException {
    Map<String, Json> figures = new TreeMap<>(recorded(OUT));
    Collection<RunResult> results = new Runner(options(args)).run();
    results.forEach(result -> figures.put(name(result), figures(result)));
    write(figures);
    Files.createDirectories(PAGE.toAbsolutePath().getParent());
    Files.writeString(PAGE, page(figures));
    System.out.println(table(figures));
  }

  private static Options options(String... args) {
    return new OptionsBuilder()
        .include(args.length > 0 ? ALL + ".*" + args[0] : ALL)
        .mode(Mode.AverageTime)
        .timeUnit(TimeUnit.NANOSECONDS)
        .forks(1)
        .warmupIterations(5)
        .warmupTime(TimeValue.milliseconds(500))
        .measurementIterations(15)
        .measurementTime(TimeValue.milliseconds(200))
        .jvmArgsAppend("-XX:+UseSerialGC")
        .addProfiler(GCProfiler.class)
        .build();
  }

  /** What is not measured this time stays as it was. */
  static Map<String, Json> recorded(Path file) throws IOException {
    Map<String, Json> figures = new TreeMap<>();
    if (Files.exists(file)) {
      Json known = new JsonReader(MAX_DEPTH).read(Files.readAllBytes(file)).at("benchmarks");
      if (known != null) {
        known.members().forEach(member -> figures.put(member.name(), member.value()));
      }
    }
    return figures;
  }

  private static void write(Map<String, Json> figures) throws IOException {
    String lines =
        figures.entrySet().stream()
            .map(entry -> Json.string(entry.getKey()) + ":" + entry.getValue())
            .collect(Collectors.joining(",\n"));
    Files.createDirectories(OUT.toAbsolutePath().getParent());
    Files.writeString(
        OUT,
        "{\"java\":"
            + Json.string(Runtime.version() + "")
            + ",\"benchmarks\":{\n"
            + lines
            + "\n}}\n");
  }

  /** Of several iterations on a machine that does other things, too, the median tells most. */
  private static Json figures(RunResult result) {
    Statistics times = result.getPrimaryResult().getStatistics();
    return new JsonWriter()
        .put(MEDIAN, number(times.getPercentile(50)))
        .put(FASTEST, number(times.getMin()))
        .put(ALLOCATED, number(allocated(result)))
        .json();
  }

  static String page(Map<String, Json> figures) {
    return """
    # Single steps of a call

    *Reference, made by `./dev jmh`; the figures are in `benchmarks/results/jmh.json`.*

    What JMH measures of the steps that nearly every call goes through, each by itself and warmed up: time, and how much is allocated. Sizes are characters of text \
    in a message. The machine does other work, too, so the fastest of fifteen iterations stands beside the median; allocation does not depend on that.

    """
        + table(figures);
  }

  /** Returns all figures as Markdown. */
  static String table(Map<String, Json> figures) {
    StringBuilder text =
        new StringBuilder("| step | " + MEDIAN + " | " + FASTEST + " | " + ALLOCATED + " |\n");
    text.append("|---|---:|---:|---:|\n");
    figures.forEach((name, of) -> {
      text.append("| ").append(name);
      for (String column : List.of(MEDIAN, FASTEST, ALLOCATED)) {
        text.append(" | ").append(rounded(of.at(column)));
      }
      text.append(" |\n");
    });
    return text.toString();
  }

  private static String rounded(@Nullable Json number) {
    return String.format(Locale.ROOT, "%,.0f", Double.parseDouble(String.valueOf(number)));
  }

  private static String name(RunResult result) {
    String name = result.getParams().getBenchmark();
    StringBuilder text = new StringBuilder(name.substring("io.onemcp.benchmarks.jmh.".length()));
    for (String key : result.getParams().getParamsKeys()) {
      text.append(", ").append(key).append(' ').append(result.getParams().getParam(key));
    }
    return text.toString();
  }

  private static double allocated(RunResult result) {
    for (Object secondary : result.getSecondaryResults().values()) {
      if (secondary instanceof Result<?> known && known.getLabel().endsWith(ALLOCATION)) {
        return known.getScore();
      }
    }
    return 0;
  }

  private static Json number(double value) {
    return Json.of(String.format(Locale.ROOT, "%.1f", value));
  }
}
