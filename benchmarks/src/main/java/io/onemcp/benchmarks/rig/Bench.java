package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.report.Figures;
import io.onemcp.benchmarks.report.Guard;
import io.onemcp.benchmarks.report.Page;
import io.onemcp.benchmarks.report.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The command {@code ./dev bench}. */
public final class Bench {
  private static final Path LAUNCHER = Path.of("onemcp").toAbsolutePath();
  private static final Path BASELINE = Options.RESULTS.resolve("baseline.json");
  private static final String USAGE =
      """
      ./dev bench [option …] [scenario …]

      Without options: all scenarios in about five minutes.
        --full             what docs/performance.md is made of: more rounds, more cases; about 35 minutes
        --smoke            two minutes; fails if a ratio to nginx, or else to the direct way, is three
                           times worse than in benchmarks/results/baseline.json
        --minutes N        makes measurements longer or shorter so that all of it takes about so long
        --rounds N         turns that everything takes
        --seconds N        time of one measurement
        --warm-up N        seconds before the first measurement
        --sustained N      seconds of load that is compared with its first tenth; 300 in a full run
        --product NAME=URL[,KEY]
                           another product that is running, with this stdio server behind it:
                           java -cp 'benchmarks/target/classes:benchmarks/target/lib/*' \
      io.onemcp.benchmarks.echo.EchoStdio
        --out FILE         where the figures go
        --compare FILE     prints ratios to an earlier run
        --report FILE      makes docs/performance.md from an earlier run, and measures nothing
      scenarios:\
      """;

  private final Options options;
  private final List<String> words;
  private final List<Scenario> scenarios;
  private final Products products;

  private Bench(Options options, List<String> words) {
    this.options = options;
    this.words = words;
    this.products = Products.with(LAUNCHER, options.products());
    this.scenarios = all(products).stream().filter(options::wants).toList();
  }

  /** Measures the scenarios named, or all; {@code --help} tells more. */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> known =
        all(Products.with(LAUNCHER, List.of())).stream().map(Scenario::name).toList();
    List<String> words = List.of(args);
    if (words.contains("--help") || words.contains("-h")) {
      System.out.println(USAGE + " " + String.join(", ", known));
      return;
    }
    Options options;
    try {
      options = Options.of(words, known);
    } catch (IllegalArgumentException e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(2);
      return;
    }
    if (options.report().isPresent()) {
      Page.of(Figures.read(options.report().get()), Path.of("")).write();
    } else if (!isWell(new Bench(options, words))) {
      System.exit(1);
    }
  }

  /** What a busy machine did to one run of the guard, it will hardly do to the next. */
  private static boolean isWell(Bench bench) throws IOException, InterruptedException {
    return bench.run() || (bench.options.guards() && bench.run());
  }

  private static List<Scenario> all(Products products) {
    OneMcp own = products.own();
    return List.of(
        new StartScenario(products),
        new CallScenario(products),
        new ListScenario(own),
        new PolicyScenario(own),
        new SteadyScenario(products),
        new SustainedScenario(products),
        new MemoryScenario(own),
        new SessionScenario(own),
        new NewsScenario(own),
        new PayloadScenario(products),
        new GrowthScenario(own, GrowthScenario.Dimension.SERVERS),
        new GrowthScenario(own, GrowthScenario.Dimension.TOOLS));
  }

  private boolean run() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("onemcp-bench");
    Plan plan = plan(folder);
    Figures figures =
        new Figures(Machine.about("./dev bench " + String.join(" ", words), products));
    Progress progress = new Progress(figures, seconds(plan));
    Files.createDirectories(options.out().toAbsolutePath().getParent());
    for (Scenario scenario : scenarios) {
      progress.say(scenario.name() + " begins");
      try (Stage stage = new Stage(figures, progress, scenario.name(), folder)) {
        scenario.run(plan, stage);
      } catch (IOException | UncheckedIOException | IllegalStateException e) {
        progress.miss(scenario.name() + " breaks off", e);
      }
      // After each, for whoever ends a long run before its time.
      figures.write(options.out());
    }
    progress.say("done; figures are in " + options.out());
    tidy(folder, figures, progress);
    return told(figures);
  }

  /** Logs are kept where something went wrong. */
  private static void tidy(Path folder, Figures figures, Progress progress) throws IOException {
    if (!figures.problems().isEmpty()) {
      progress.say("logs are in " + folder);
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }

  /** Prints what was found; returns whether all is well. */
  private boolean told(Figures figures) throws IOException {
    System.out.println(Tables.of(figures));
    figures.problems().forEach(problem -> System.out.println("left out: " + problem));
    for (Path baseline : options.baselines()) {
      System.out.println(Tables.compared(figures, Figures.read(baseline)));
    }
    if (options.publishes()) {
      // Of what the file says, which is rounded, as everybody else will make it.
      Page.of(Figures.read(options.out()), Path.of("")).write();
    }
    if (!options.guards() || !Files.exists(BASELINE)) {
      return true;
    }
    Guard guard = Guard.of(figures, Figures.read(BASELINE));
    System.out.println(guard.table());
    return guard.isContent();
  }

  private double seconds(Plan plan) {
    return scenarios.stream().mapToDouble(scenario -> scenario.seconds(plan)).sum();
  }

  /** Time needed grows evenly with that of one measurement, so two points tell all. */
  private Plan plan(Path folder) {
    Plan plan = options.plan(folder);
    Optional<Double> minutes = options.minutes();
    if (minutes.isEmpty()) {
      return plan;
    }
    double least = seconds(plan.with(Duration.ZERO));
    double more = seconds(plan.with(Duration.ofSeconds(1))) - least;
    double each = more == 0 ? 0 : (minutes.get() * 60 - least) / more;
    return plan.with(Duration.ofMillis((long) (1000 * Math.max(0.2, each))));
  }
}
