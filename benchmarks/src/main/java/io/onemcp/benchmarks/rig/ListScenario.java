package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.report.Terms;
import io.onemcp.core.protocol.Era;
import java.io.IOException;
import java.util.List;

/** The list of 190 tools of ten servers, as often as it can be had. */
record ListScenario(Product product) implements Scenario {
  private static final int SERVERS = 10;
  private static final int TOOLS = 19;

  @Override
  public String name() {
    return Terms.LISTS;
  }

  @Override
  public double seconds(Plan plan) {
    return plan.seconds(4.0 * plan.rounds(), 2) + 4;
  }

  @Override
  public void run(Plan plan, Stage stage) throws IOException, InterruptedException {
    Backends backends = stage.backends(BackendKind.HTTP, SERVERS, TOOLS);
    List<HttpLane> lanes = stage.lanes(product, backends, Era.values());
    for (Lane lane : lanes) {
      stage.warm(lane, Demand.lists(16), plan.warmUp());
    }
    for (int round = 1; round <= plan.rounds(); round++) {
      for (Lane lane : lanes) {
        stage.measure(lane, Demand.lists(1), round, plan.time());
        stage.measure(lane, Demand.lists(16), round, plan.time());
      }
    }
  }
}
