package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.report.Terms;
import io.onemcp.core.protocol.Era;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether throughput lasts: the same load in ten parts one after the other; between them nginx gets
 * its turn, which shows what the machine did meanwhile.
 */
record SustainedScenario(Products products) implements Scenario {
  /** Parts that are compared. */
  static final int PARTS = 10;

  private static final Demand LOAD = Demand.calls(100, 16);
  private static final int SHARE_OF_NGINX = 5;

  @Override
  public String name() {
    return Terms.SUSTAINED;
  }

  @Override
  public double seconds(Plan plan) {
    return plan.sustained().toSeconds() * (1 + 1.0 / SHARE_OF_NGINX) + plan.seconds(0, 2) + 3;
  }

  @Override
  public void run(Plan plan, Stage stage) throws IOException, InterruptedException {
    Backends http = stage.backends(BackendKind.HTTP, 1, 1);
    Duration part = plan.sustained().dividedBy(PARTS);
    List<Lane> own = new ArrayList<>(stage.lanes(products.own(), http, Era.STATELESS));
    List<Lane> other = new ArrayList<>(stage.lanes(products.nginx(), http, Era.STATEFUL));
    for (Lane lane : own) {
      stage.warm(lane, LOAD, plan.warmUp().multipliedBy(2));
    }
    for (int round = 1; round <= PARTS; round++) {
      for (Lane lane : own) {
        stage.measure(lane, LOAD, round, part);
      }
      for (Lane lane : other) {
        stage.measure(lane, LOAD, round, part.dividedBy(SHARE_OF_NGINX));
      }
    }
  }
}
