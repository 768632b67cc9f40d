package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.report.Terms;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What the command line says. */
final class Options {
  static final Path RESULTS = Path.of("benchmarks", "results");

  private static final double NANOS = 1e9;
  private static final double MINUTES = 5;
  private static final double MINUTES_OF_FULL = 35;

  private Plan.Depth depth = Plan.Depth.USUAL;
  private Optional<Integer> rounds = Optional.empty();
  private Optional<Duration> time = Optional.empty();
  private Optional<Duration> warmUp = Optional.empty();
  private Optional<Duration> sustained = Optional.empty();
  private Optional<Double> minutes = Optional.empty();
  private Optional<Path> out = Optional.empty();
  private Optional<Path> report = Optional.empty();
  private final List<Path> baselines = new ArrayList<>();
  private final List<ByUrl> products = new ArrayList<>();
  private final List<String> scenarios = new ArrayList<>();

  private Options() {}

  /**
   * Reads the words of a command line.
   *
   * @throws IllegalArgumentException if one of them means nothing
   */
  static Options of(List<String> words, List<String> known) {
    Options options = new Options();
    Map<String, Runnable> flags = options.flags();
    Map<String, Consumer<String>> values = options.values();
    Iterator<String> rest = words.iterator();
    while (rest.hasNext()) {
      String word = rest.next();
      if (flags.containsKey(word)) {
        flags.get(word).run();
      } else if (values.containsKey(word) && rest.hasNext()) {
        values.get(word).accept(rest.next());
      } else if (known.contains(word)) {
        options.scenarios.add(word);
      } else {
        throw new IllegalArgumentException(
            word + " (expected: an option with its value, or one of " + known + ")");
      }
    }
    return options;
  }

  private Map<String, Runnable> flags() {
    return Map.of("--full", () -> depth = Plan.Depth.FULL, "--smoke", this::smoke);
  }

  private void smoke() {
    depth = Plan.Depth.SMOKE;
    scenarios.addAll(List.of(Terms.CALLS, Terms.LISTS));
  }

  private Map<String, Consumer<String>> values() {
    return Map.ofEntries(
        Map.entry("--rounds", value -> rounds = Optional.of(Integer.parseInt(value))),
        Map.entry("--seconds", value -> time = Optional.of(seconds(value))),
        Map.entry("--warm-up", value -> warmUp = Optional.of(seconds(value))),
        Map.entry("--sustained", value -> sustained = Optional.of(seconds(value))),
        Map.entry("--minutes", value -> minutes = Optional.of(Double.parseDouble(value))),
        Map.entry("--out", value -> out = Optional.of(Path.of(value))),
        Map.entry("--report", value -> report = Optional.of(Path.of(value))),
        Map.entry("--product", value -> products.add(ByUrl.of(value))),
        Map.entry("--compare", value -> baselines.add(Path.of(value))));
  }

  private static Duration seconds(String text) {
    return Duration.ofNanos((long) (Double.parseDouble(text) * NANOS));
  }

  /** Returns how thoroughly to measure, before the minutes are looked at. */
  Plan plan(Path folder) {
    return switch (depth) {
      case SMOKE -> plan(folder, 3, "0.8", "3", "0");
      case USUAL -> plan(folder, 2, "0.5", "2", "10");
      case FULL -> plan(folder, 3, "1.5", "14", "300");
    };
  }

  private Plan plan(Path folder, int turns, String each, String warm, String last) {
    return new Plan(
        depth,
        rounds.orElse(turns),
        time.orElse(seconds(each)),
        warmUp.orElse(seconds(warm)),
        sustained.orElse(seconds(last)),
        folder);
  }

  /** Returns the minutes that the whole run may take; empty if that follows from the rest. */
  Optional<Double> minutes() {
    if (minutes.isPresent() || time.isPresent() || !scenarios.isEmpty()) {
      return minutes;
    }
    return Optional.of(depth == Plan.Depth.FULL ? MINUTES_OF_FULL : MINUTES);
  }

  /** Returns whether a scenario is wanted. */
  boolean wants(Scenario scenario) {
    return scenarios.isEmpty() || scenarios.contains(scenario.name());
  }

  /** Returns whether this run is for the published page. */
  boolean publishes() {
    return depth == Plan.Depth.FULL && scenarios.isEmpty();
  }

  /** Returns whether the run is compared with the committed baseline, and may fail. */
  boolean guards() {
    return depth == Plan.Depth.SMOKE;
  }

  /** Returns where the figures go. */
  Path out() {
    return out.orElse(RESULTS.resolve(publishes() ? "published.json" : "last.json"));
  }

  /** Returns the earlier run of which the page is to be made, without measuring anything. */
  Optional<Path> report() {
    return report;
  }

  /** Returns the earlier runs to compare with. */
  List<Path> baselines() {
    return baselines;
  }

  /** Returns the products that somebody else has started. */
  List<ByUrl> products() {
    return products;
  }
}
