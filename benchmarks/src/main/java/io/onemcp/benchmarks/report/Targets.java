package io.onemcp.benchmarks.report;

import static io.onemcp.benchmarks.report.Target.above;
import static io.onemcp.benchmarks.report.Target.below;

import io.onemcp.core.protocol.Era;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What this gateway has to reach, computed from the figures of a run. Where both eras, or several
 * kinds of servers, were measured, the worst of them counts.
 */
final class Targets {
  private static final String ONE = Terms.clients("100 B", 1);
  private static final String SIXTEEN = Terms.clients("100 B", 16);
  private static final String LARGE = Terms.clients("100 KB", 16);
  private static final String TIMES_NGINX = "%.2f × nginx";

  private final Figures figures;
  private final String nginx = Terms.through(Terms.NGINX, Terms.HTTP, Era.STATEFUL);

  private Targets(Figures figures) {
    this.figures = figures;
  }

  /** Returns all of them. */
  static List<Target> of(Figures figures) {
    Targets targets = new Targets(figures);
    return Stream.of(targets.latency(), targets.load(), targets.memory(), targets.others())
        .flatMap(List::stream)
        .toList();
  }

  private List<Target> latency() {
    return List.of(
        below(
            "added p50, one connection, 100 B, stdio server",
            "%+.0f µs",
            120,
            60,
            most(each -> added(each, Terms.STDIO), Terms.STDIO)),
        below(
            "added p50, one connection, 100 B, HTTP server",
            "%+.0f µs",
            150,
            60,
            most(each -> added(each, Terms.HTTP), Terms.HTTP)));
  }

  private List<Target> load() {
    return List.of(
        above(
            "throughput, 16 connections, 100 B, stdio server",
            TIMES_NGINX,
            0.6,
            1,
            least(each -> ratio(SIXTEEN, Terms.RATE, each, nginx), Terms.STDIO)),
        below(
            "p99, 16 connections, 100 B, both kinds of servers",
            TIMES_NGINX,
            3,
            1,
            most(each -> ratio(SIXTEEN, Terms.SLOW, each, nginx), Terms.STDIO, Terms.HTTP)),
        above(
            "throughput, 16 connections, 100 KB, stdio server",
            "%.2f × direct",
            0.7,
            0.85,
            least(each -> ratio(LARGE, Terms.RATE, each, Terms.direct(Terms.STDIO)), Terms.STDIO)),
        below(
            "processor time of a call, 16 connections, 100 B, both kinds of servers",
            "%.0f µs",
            60,
            35,
            most(
                each -> figures.median(Terms.CALLS, each, SIXTEEN, Terms.CPU),
                Terms.STDIO,
                Terms.HTTP)));
  }

  private List<Target> memory() {
    String shape = "10 HTTP servers";
    return List.of(
        below(
            "resident memory, idle, 10 HTTP servers",
            "%.0f MiB",
            120,
            80,
            figures.median(Terms.MEMORY, Terms.OWN, shape, Terms.IDLE)),
        below(
            "resident memory after the load",
            "%.0f MiB",
            200,
            120,
            figures.median(Terms.MEMORY, Terms.OWN, shape, Terms.LOADED)),
        below(
            "memory of an idle session with an open stream",
            "%.1f KiB",
            20,
            8,
            last(Terms.SESSIONS, Terms.LISTENERS, Terms.EACH_CLIENT)),
        below(
            "memory of a stateless client that called and is gone",
            "%.1f KiB",
            1,
            1,
            last(Terms.SESSIONS, Terms.CALLERS, Terms.EACH_CLIENT)));
  }

  private List<Target> others() {
    return List.of(
        start(1),
        start(10),
        above(
            "`tools/list` of 190 tools of 10 servers, 16 connections",
            "%,.0f/s",
            5000,
            15_000,
            least(
                each ->
                    figures.median(
                        Terms.LISTS, each, Terms.clients("list of tools", 16), Terms.RATE),
                Terms.HTTP)),
        below(
            "time of a call with 500 servers",
            "%.2f × one",
            1.25,
            1.1,
            grown(Terms.GROWING_SERVERS)),
        below(
            "time of a call with 10,000 tools",
            "%.2f × one",
            1.25,
            1.1,
            grown(Terms.GROWING_TOOLS)),
        below("check of keys and what depends on it, p50", "%+.0f µs", 50, 10, policy()),
        above(
            "throughput over the whole time over that of its first part",
            "%.2f",
            0.95,
            0.95,
            lasting()));
  }

  private Target start(int servers) {
    return below(
        "process start to first whole `tools/list`, "
            + Terms.servers(servers).strip()
            + ", later start",
        "%.0f ms",
        600,
        240,
        figures.median(Terms.START, Terms.LATER_START, Terms.servers(servers), Terms.FIRST_LIST));
  }

  private OptionalDouble added(String subject, String kind) {
    return figures.difference(Terms.CALLS, ONE, Terms.MEDIAN, subject, Terms.direct(kind));
  }

  private OptionalDouble ratio(String shape, String figure, String subject, String other) {
    return figures.ratio(Terms.CALLS, shape, figure, subject, other);
  }

  private OptionalDouble policy() {
    return figures.difference(
        Terms.POLICY,
        ONE,
        Terms.MEDIAN,
        Terms.through(Terms.OWN, Terms.HTTP, Era.STATELESS),
        Terms.through(Terms.OWN_WITHOUT_KEYS, Terms.HTTP, Era.STATELESS));
  }

  private OptionalDouble lasting() {
    String subject = Terms.through(Terms.OWN, Terms.HTTP, Era.STATELESS);
    List<Double> parts =
        List.copyOf(figures.rounds(Terms.SUSTAINED, subject, SIXTEEN, Terms.RATE).values());
    return parts.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            parts.stream().mapToDouble(Double::doubleValue).average().orElse(0) / parts.getFirst());
  }

  /**
   * Returns how many times the time of a call at the smallest size that at the largest is, with
   * sixteen clients; runs of before have that of one client only.
   */
  private OptionalDouble grown(String scenario) {
    OptionalDouble busy = grown(scenario, Terms.BUSY_MEDIAN);
    return busy.isPresent() ? busy : grown(scenario, Terms.CALL_MEDIAN);
  }

  private OptionalDouble grown(String scenario, String figure) {
    // The smallest one appears later than others if its first round failed.
    List<String> sizes = figures.distinct(scenario, Sample::shape).stream().sorted().toList();
    return sizes.size() < 2
        ? OptionalDouble.empty()
        : figures.growth(scenario, Terms.OWN, figure, sizes.getLast(), sizes.getFirst());
  }

  /** Returns a figure at the largest size at which it was measured. */
  private OptionalDouble last(String scenario, String subject, String figure) {
    List<OptionalDouble> values =
        figures.distinct(scenario, Sample::shape).stream()
            .map(shape -> figures.median(scenario, subject, shape, figure))
            .filter(OptionalDouble::isPresent)
            .toList();
    return values.isEmpty() ? OptionalDouble.empty() : values.getLast();
  }

  private static OptionalDouble most(Function<String, OptionalDouble> figure, String... kinds) {
    return values(figure, kinds).stream().mapToDouble(Double::doubleValue).max();
  }

  private static OptionalDouble least(Function<String, OptionalDouble> figure, String... kinds) {
    return values(figure, kinds).stream().mapToDouble(Double::doubleValue).min();
  }

  private static List<Double> values(Function<String, OptionalDouble> figure, String... kinds) {
    List<Double> values = new ArrayList<>();
    for (String kind : kinds) {
      Arrays.stream(Era.values())
          .map(era -> figure.apply(Terms.through(Terms.OWN, kind, era)))
          .forEach(value -> value.ifPresent(values::add));
    }
    return values;
  }
}
