package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.load.LoadFigures;
import io.onemcp.benchmarks.process.ProcessFigures;
import io.onemcp.benchmarks.report.Terms;
import io.onemcp.core.protocol.Era;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How long results of growing size take, one at a time, and how much memory they need. */
record PayloadScenario(Products products) implements Scenario {
  private static final List<Integer> SIZES =
      List.of(100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 64_000_000);
  private static final int LANES = 4;

  @Override
  public String name() {
    return Terms.GROWING_RESULTS;
  }

  @Override
  public double seconds(Plan plan) {
    return plan.seconds(1.5 * LANES * SIZES.size(), LANES) + 15;
  }

  @Override
  public void run(Plan plan, Stage stage) throws IOException, InterruptedException {
    Backends http = stage.backends(BackendKind.HTTP, 1, 1);
    Backends stdio = stage.backends(BackendKind.STDIO, 1, 1);
    List<Lane> lanes = new ArrayList<>();
    lanes.add(stage.direct(http));
    lanes.addAll(stage.lanes(products.nginx(), http, Era.STATEFUL));
    lanes.addAll(stage.lanes(products.own(), http, Era.STATELESS));
    lanes.addAll(stage.lanes(products.own(), stdio, Era.STATELESS));
    for (Lane lane : lanes) {
      stage.warm(lane, demand(100), plan.warmUp());
    }
    for (int size : SIZES) {
      for (Lane lane : lanes) {
        measure(lane, size, plan.time(), stage);
      }
      stage.say(demand(size).what().label());
    }
  }

  private static Demand demand(int size) {
    return new Demand(new Demand.Result(size), 1, 0);
  }

  private static void measure(Lane lane, int size, Duration time, Stage stage)
      throws InterruptedException {
    Taker taker = stage.taker(lane.subject(), Terms.size(size), 1);
    try {
      // The first one of a size makes buffers grow.
      lane.send(demand(size), time.dividedBy(2));
      LoadFigures load = lane.send(demand(size), time);
      taker.take(Terms.MEDIAN, load.micros(50));
      taker.take("MB/s", load.rate() * size / 1e6);
      if (!lane.between().isEmpty()) {
        taker.take("highest memory so far MiB", ProcessFigures.peakMib(lane.between()));
      }
    } catch (IOException e) {
      stage.miss(lane.subject() + ": " + demand(size).label(), e);
    }
  }
}
