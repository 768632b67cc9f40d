package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.load.LoadFigures;
import io.onemcp.benchmarks.report.Terms;
import io.onemcp.core.protocol.Era;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How long calls take that fall due at a steady rate, whether or not the one before is answered:
 * parts of what nginx, or else the server itself, can bear at the same time.
 */
record SteadyScenario(Products products) implements Scenario {
  private static final Demand CALLS = Demand.calls(100, 64);
  private static final int[] PERCENT = {10, 25, 50};

  @Override
  public String name() {
    return Terms.STEADY;
  }

  @Override
  public double seconds(Plan plan) {
    return plan.seconds(5.0 * PERCENT.length * plan.rounds() + 1, 5) + 6;
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
      stage.warm(lane, CALLS, plan.warmUp());
    }
    OptionalDouble limit = limit(plan, stage, lanes);
    if (limit.isEmpty()) {
      return;
    }
    for (int round = 1; round <= plan.rounds(); round++) {
      for (int percent : PERCENT) {
        for (Lane lane : lanes) {
          double rate = limit.getAsDouble() * percent / 100;
          measure(plan, stage, lane, round, percent, rate);
        }
      }
    }
  }

  /** Returns what the yardstick, which is the last of the first two, can bear. */
  private static OptionalDouble limit(Plan plan, Stage stage, List<Lane> lanes)
      throws InterruptedException {
    Lane yardstick =
        lanes.stream()
            .filter(lane -> lane.subject().startsWith("nginx"))
            .findFirst()
            .orElse(lanes.getFirst());
    return stage.measure(yardstick, CALLS, 1, plan.time()).stream()
        .mapToDouble(LoadFigures::rate)
        .findFirst();
  }

  private static void measure(
      Plan plan, Stage stage, Lane lane, int round, int percent, double rate)
      throws InterruptedException {
    try {
      LoadFigures load = lane.send(CALLS.at(rate), plan.time());
      String shape = "%2d %% of the yardstick".formatted(percent);
      Taker taker = stage.taker(lane.subject(), shape, round);
      taker.take("due/s", rate);
      taker.take(Terms.RATE, load.rate());
      taker.take(Terms.MEDIAN, load.micros(50));
      taker.take(Terms.SLOW, load.micros(99));
      taker.take("p99.9 µs", load.micros(99.9));
    } catch (IOException e) {
      stage.miss(lane.subject() + " at " + percent + " %", e);
    }
  }
}
