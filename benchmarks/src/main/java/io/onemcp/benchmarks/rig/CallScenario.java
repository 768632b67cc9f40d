package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.report.Terms;
import io.onemcp.core.protocol.Era;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Tool calls straight to a server and through each product, all on the same machine at the same
 * time, taking turns: what disturbs one round disturbs them all.
 */
record CallScenario(Products products) implements Scenario {
  private static final Demand SMALL = Demand.calls(100, 16);
  private static final Demand LARGE = Demand.calls(100_000, 16);
  private static final List<Demand> SMOKE = List.of(Demand.calls(100, 1), SMALL, LARGE);
  private static final List<Demand> ALL =
      List.of(Demand.calls(100, 1), SMALL, Demand.calls(100, 64), Demand.calls(100_000, 1), LARGE);

  @Override
  public String name() {
    return Terms.CALLS;
  }

  @Override
  public double seconds(Plan plan) {
    int lanes = plan.depth() == Plan.Depth.SMOKE ? 6 : 10 + 2 * products.rivals().size();
    return plan.seconds((double) lanes * demands(plan).size() * plan.rounds(), lanes * 1.5) + 10;
  }

  private static List<Demand> demands(Plan plan) {
    return plan.depth() == Plan.Depth.SMOKE ? SMOKE : ALL;
  }

  @Override
  public void run(Plan plan, Stage stage) throws IOException, InterruptedException {
    List<Lane> lanes = new ArrayList<>();
    for (Lane lane : open(plan, stage)) {
      if (stage.warm(lane, SMALL, plan.warmUp())
          && stage.warm(lane, LARGE, plan.warmUp().dividedBy(2))) {
        lanes.add(lane);
      }
    }
    for (int round = 1; round <= plan.rounds(); round++) {
      for (Demand demand : demands(plan)) {
        for (Lane lane : lanes) {
          stage.measure(lane, demand, round, plan.time());
        }
      }
      stage.say("round " + round + " of " + plan.rounds() + " done");
    }
  }

  private List<Lane> open(Plan plan, Stage stage) throws IOException {
    List<Lane> lanes = new ArrayList<>();
    Backends http = stage.backends(BackendKind.HTTP, 1, 1);
    Backends stdio = stage.backends(BackendKind.STDIO, 1, 1);
    lanes.add(stage.direct(http));
    lanes.add(stage.direct(stdio));
    lanes.addAll(stage.lanes(products.nginx(), http, Era.STATEFUL));
    lanes.addAll(stage.lanes(products.own(), http, Era.values()));
    lanes.addAll(stage.lanes(products.own(), stdio, Era.values()));
    if (plan.depth() != Plan.Depth.SMOKE) {
      Backends events = stage.backends(BackendKind.SSE, 1, 1);
      lanes.addAll(stage.lanes(products.own(), events, Era.STATELESS));
      Backends inProcess = stage.backends(BackendKind.IN_PROCESS, 1, 1);
      lanes.addAll(stage.lanes(new Embedded(), inProcess, Era.STATELESS));
      for (Product rival : products.rivals()) {
        lanes.addAll(stage.lanes(rival, stdio, Era.values()));
      }
    }
    return lanes;
  }
}
