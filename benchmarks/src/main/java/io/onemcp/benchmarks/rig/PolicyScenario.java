package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.report.Terms;
import io.onemcp.core.protocol.Era;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the check of the caller's key costs: the same gateway with it and without it. */
record PolicyScenario(OneMcp product) implements Scenario {
  @Override
  public String name() {
    return Terms.POLICY;
  }

  @Override
  public double seconds(Plan plan) {
    return plan.seconds(8.0 * plan.rounds(), 2) + 5;
  }

  @Override
  public void run(Plan plan, Stage stage) throws IOException, InterruptedException {
    Backends backends = stage.backends(BackendKind.HTTP, 1, 1);
    List<Lane> lanes = new ArrayList<>();
    for (boolean authenticates : new boolean[] {true, false}) {
      OneMcp variant = new OneMcp(product.launcher(), authenticates);
      lanes.addAll(stage.lanes(variant, backends, Era.STATELESS));
    }
    for (Lane lane : lanes) {
      stage.warm(lane, Demand.calls(100, 16), plan.warmUp());
    }
    for (int round = 1; round <= 2 * plan.rounds(); round++) {
      for (Demand demand : List.of(Demand.calls(100, 1), Demand.calls(100, 16))) {
        for (Lane lane : lanes) {
          stage.measure(lane, demand, round, plan.time());
        }
      }
    }
  }
}
