package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.load.HttpLoad;
import io.onemcp.benchmarks.load.LoadFigures;
import io.onemcp.benchmarks.load.Speech;
import io.onemcp.benchmarks.load.Template;
import io.onemcp.benchmarks.process.ProcessFigures;
import io.onemcp.benchmarks.report.Figures;
import io.onemcp.core.protocol.Era;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** What a call and a list cost while servers and tools grow in number. */
final class GrowthScenario implements Scenario {
  private static final List<Size> SIZES =
      List.of(
          new Size(1, 1),
          new Size(10, 19),
          new Size(50, 20),
          new Size(100, 100),
          new Size(500, 1),
          new Size(500, 20));

  private final Product product;

  GrowthScenario(Product product) {
    this.product = product;
  }

  @Override
  public String name() {
    return "growth";
  }

  @Override
  public void run(Plan plan, Figures figures) throws IOException, InterruptedException {
    for (Size size : SIZES) {
      Path folder = Files.createDirectory(plan.folder().resolve("growth-" + size.label()));
      try (Backends backends =
              Backends.start(folder, BackendKind.HTTP, size.servers(), size.tools());
          Running running = product.start(backends, folder)) {
        Speech speech = new Speech(Era.STATELESS, running.endpoint(), running.credential());
        Taker taker = new Taker(figures, name(), product.label(), size.label(), 1);
        LoadFigures calls =
            load(speech, 1, session -> speech.call(session, running.tool(), 100), plan);
        taker.take("call p50 µs", calls.micros(50));
        LoadFigures lists = load(speech, 16, speech::list, plan);
        taker.take("lists/s", lists.rate());
        taker.take("list p50 µs", lists.micros(50));
        taker.take("memory MiB", ProcessFigures.residentMib(running.pids()));
      }
      plan.say(size.label() + " done");
    }
  }

  private static LoadFigures load(
      Speech speech, int clients, Function<String, Template> request, Plan plan)
      throws IOException {
    try (HttpLoad load = new HttpLoad(speech, clients, request)) {
      load.closedLoop(plan.warmUp());
      return load.closedLoop(plan.time());
    }
  }

  /**
   * A number of servers.
   *
   * @param servers how many
   * @param tools of each
   */
  private record Size(int servers, int tools) {
    String label() {
      return "%3d servers, %5d tools".formatted(servers, servers * tools);
    }
  }
}
