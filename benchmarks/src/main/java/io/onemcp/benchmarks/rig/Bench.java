package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.report.Figures;
import io.onemcp.benchmarks.report.Tables;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The command {@code ./dev bench}. */
public final class Bench {
  private static final Path LAUNCHER = Path.of("onemcp").toAbsolutePath();
  private static final List<CallScenario.Shape> SHAPES =
      List.of(
          new CallScenario.Shape(1, 100),
          new CallScenario.Shape(16, 100),
          new CallScenario.Shape(64, 100),
          new CallScenario.Shape(1, 100_000),
          new CallScenario.Shape(16, 100_000));

  private static final String USAGE =
      """
      ./dev bench [--rounds 3] [--seconds 2] [--warm-up 8] [--out FILE] [--compare BASELINE] [scenario …]
      scenarios:\
      """;

  private int rounds = 3;
  private Duration time = Duration.ofSeconds(2);
  private Duration warmUp = Duration.ofSeconds(8);
  private Path out = Path.of("benchmarks", "results", "last.json");
  private final List<Path> baselines = new ArrayList<>();
  private final List<String> wanted = new ArrayList<>();

  private Bench() {}

  /** Measures the scenarios named, or all; {@code --help} tells more. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Bench bench = new Bench();
    if (bench.read(List.of(args))) {
      bench.run();
    }
  }

  private boolean read(List<String> args) {
    Map<String, Consumer<String>> options =
        Map.of(
            "--rounds", value -> rounds = Integer.parseInt(value),
            "--seconds", value -> time = seconds(value),
            "--warm-up", value -> warmUp = seconds(value),
            "--out", value -> out = Path.of(value),
            "--compare", value -> baselines.add(Path.of(value)));
    Iterator<String> rest = args.iterator();
    while (rest.hasNext()) {
      String word = rest.next();
      Consumer<String> option = options.get(word);
      if (option != null && rest.hasNext()) {
        option.accept(rest.next());
      } else if (scenarios().containsKey(word)) {
        wanted.add(word);
      } else {
        System.out.println(USAGE + String.join(", ", scenarios().keySet()));
        return false;
      }
    }
    return true;
  }

  private static Duration seconds(String text) {
    return Duration.ofNanos((long) (Double.parseDouble(text) * 1e9));
  }

  private void run() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("onemcp-bench");
    Plan plan = new Plan(rounds, time, warmUp, folder);
    Figures figures = new Figures(about());
    for (Map.Entry<String, Scenario> scenario : scenarios().entrySet()) {
      if (wanted.isEmpty() || wanted.contains(scenario.getKey())) {
        plan.say("measuring " + scenario.getValue().name());
        scenario.getValue().run(plan, figures);
      }
    }
    Files.createDirectories(out.toAbsolutePath().getParent());
    figures.write(out);
    System.out.println(Tables.of(figures));
    for (Path baseline : baselines) {
      System.out.println(Tables.compared(figures, Figures.read(baseline)));
    }
  }

  private static Map<String, Scenario> scenarios() {
    OneMcp own = new OneMcp(LAUNCHER);
    List<Product> http = new ArrayList<>(List.of(own));
    List<Product> stdio = new ArrayList<>(http);
    if (isOnPath("nginx")) {
      http.add(new Nginx());
    }
    for (NodeProxy proxy : NodeProxy.values()) {
      if (proxy.isInstalled()) {
        stdio.add(proxy);
      }
    }
    Map<String, Scenario> all = new TreeMap<>();
    all.put("calls-http", new CallScenario(BackendKind.HTTP, http, SHAPES));
    all.put("calls-stdio", new CallScenario(BackendKind.STDIO, stdio, SHAPES));
    all.put("growth", new GrowthScenario(own));
    all.put("memory", new MemoryScenario(own));
    all.put("start", new StartScenario(own));
    return all;
  }

  private static boolean isOnPath(String command) {
    for (String folder : System.getenv("PATH").split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, command))) {
        return true;
      }
    }
    return false;
  }

  private static Json about() {
    return new JsonWriter()
        .put("cores", Runtime.getRuntime().availableProcessors())
        .put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"))
        .put("java", Runtime.version().toString())
        .json();
  }
}
