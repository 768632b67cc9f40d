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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

  private int rounds = 3;
  private Duration time = Duration.ofSeconds(2);
  private Duration warmUp = Duration.ofSeconds(8);
  private Path out = Path.of("benchmarks", "results", "last.json");
  private final List<Path> baselines = new ArrayList<>();
  private final List<String> wanted = new ArrayList<>();

  private Bench() {}

  /** Measures the scenarios named, or all; {@code --help} tells the options. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Bench bench = new Bench();
    if (bench.read(List.of(args))) {
      bench.run();
    }
  }

  private boolean read(List<String> args) {
    for (int i = 0; i < args.size(); i++) {
      switch (args.get(i)) {
        case "--rounds" -> rounds = Integer.parseInt(args.get(++i));
        case "--seconds" ->
            time = Duration.ofMillis((long) (Double.parseDouble(args.get(++i)) * 1000));
        case "--warm-up" ->
            warmUp = Duration.ofMillis((long) (Double.parseDouble(args.get(++i)) * 1000));
        case "--out" -> out = Path.of(args.get(++i));
        case "--compare" -> baselines.add(Path.of(args.get(++i)));
        case "--help" -> {
          System.out.println(
              "./dev bench [--rounds 3] [--seconds 2] [--warm-up 8] [--out FILE] [--compare"
                  + " BASELINE] [scenario …]\n"
                  + "scenarios: "
                  + String.join(", ", scenarios().keySet()));
          return false;
        }
        default -> wanted.add(args.get(i));
      }
    }
    for (String name : wanted) {
      if (!scenarios().containsKey(name)) {
        throw new IllegalArgumentException(
            name + " (expected: one of " + String.join(", ", scenarios().keySet()) + ")");
      }
    }
    return true;
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
    List<Product> http = new ArrayList<>(List.of(new OneMcp(LAUNCHER)));
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
