package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.load.LoadFigures;
import io.onemcp.benchmarks.process.ProcessFigures;
import io.onemcp.benchmarks.report.Terms;
import io.onemcp.core.protocol.Era;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What a call and a list cost while servers, or the tools of one server, grow in number. */
record GrowthScenario(Product product, Dimension dimension) implements Scenario {
  /** What grows. */
  enum Dimension {
    /** Servers with one tool each. */
    SERVERS,
    /** Tools of one server. */
    TOOLS
  }

  private static final Demand CALLS = Demand.calls(100, 1);

  @Override
  public String name() {
    return dimension == Dimension.SERVERS ? Terms.GROWING_SERVERS : Terms.GROWING_TOOLS;
  }

  @Override
  public double seconds(Plan plan) {
    return sizes(plan).size() * (plan.seconds(2, 1) + 3);
  }

  private List<Integer> sizes(Plan plan) {
    return switch (dimension) {
      case SERVERS -> plan.either(List.of(1, 10, 50, 100, 200, 500), List.of(1, 500));
      case TOOLS -> plan.either(List.of(1, 10, 100, 1000, 3000, 10_000), List.of(1, 10_000));
    };
  }

  @Override
  public void run(Plan plan, Stage stage) throws IOException, InterruptedException {
    for (int size : sizes(plan)) {
      Backends backends =
          dimension == Dimension.SERVERS
              ? stage.backends(BackendKind.HTTP, size, 1)
              : stage.backends(BackendKind.HTTP, 1, size);
      Optional<Running> running = stage.start(product, backends);
      if (running.isPresent()) {
        measure(running.get(), size, plan, stage);
      }
      stage.close();
    }
  }

  private void measure(Running running, int size, Plan plan, Stage stage)
      throws InterruptedException {
    Lane lane = HttpLane.through(product.label(), running, running.speech(Era.STATELESS));
    Taker taker = stage.taker(product.label(), Terms.size(size), 1);
    try {
      lane.send(Demand.calls(100, 16), plan.warmUp().dividedBy(2));
      lane.send(Demand.lists(1), plan.warmUp().dividedBy(2));
      LoadFigures calls = lane.send(CALLS, plan.time());
      taker.take(Terms.CALL_MEDIAN, calls.micros(50));
      LoadFigures lists = lane.send(Demand.lists(1), plan.time());
      taker.take(Terms.LIST_MEDIAN, lists.micros(50));
      taker.take(Terms.RESIDENT, ProcessFigures.residentMib(lane.between()));
      stage.say(size + " done");
    } catch (IOException e) {
      stage.miss(size + "", e);
    }
  }
}
