package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.load.LoadFigures;
import io.onemcp.benchmarks.process.ProcessFigures;
import io.onemcp.benchmarks.report.Terms;
import io.onemcp.core.protocol.Era;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What a call and a list cost while servers, or the tools of one server, grow in number. Every size
 * has a gateway and servers of its own, all are there at the same time and take turns: what
 * disturbs one round disturbs all sizes.
 */
record GrowthScenario(Product product, Dimension dimension) implements Scenario {
  /** What grows. */
  enum Dimension {
    /** Servers with one tool each. */
    SERVERS,
    /** Tools of one server. */
    TOOLS
  }

  private static final Demand CALLS = Demand.calls(100, 1);

  /**
   * Shows what a call costs better than a lone one, whose time depends on how the machine wakes
   * threads at the moment.
   */
  private static final Demand BUSY = Demand.calls(100, 16);

  private static final Demand LISTS = Demand.lists(1);
  private static final int LEAST_ROUNDS = 3;
  private static final double SECONDS_TO_START = 3;

  @Override
  public String name() {
    return dimension == Dimension.SERVERS ? Terms.GROWING_SERVERS : Terms.GROWING_TOOLS;
  }

  @Override
  public double seconds(Plan plan) {
    return sizes(plan).size() * (plan.seconds(3.0 * rounds(plan), 1) + SECONDS_TO_START);
  }

  private List<Integer> sizes(Plan plan) {
    return switch (dimension) {
      case SERVERS -> plan.either(List.of(1, 10, 50, 100, 200, 500), List.of(1, 500));
      case TOOLS -> plan.either(List.of(1, 10, 100, 1000, 3000, 10_000), List.of(1, 10_000));
    };
  }

  private static int rounds(Plan plan) {
    return Math.max(LEAST_ROUNDS, plan.rounds());
  }

  @Override
  public void run(Plan plan, Stage stage) throws IOException, InterruptedException {
    List<Size> sizes = new ArrayList<>();
    for (Size size : open(plan, stage)) {
      if (stage.warm(size.lane, BUSY, plan.warmUp().dividedBy(2))
          && stage.warm(size.lane, LISTS, plan.warmUp().dividedBy(2))) {
        sizes.add(size);
      }
    }
    for (int round = 1; round <= rounds(plan); round++) {
      // All calls before the lists: the less time lies between two sizes, the better they compare.
      measure(sizes, BUSY, Terms.BUSY_MEDIAN, round, plan, stage);
      measure(sizes, CALLS, Terms.CALL_MEDIAN, round, plan, stage);
      measure(sizes, LISTS, Terms.LIST_MEDIAN, round, plan, stage);
      // One place in the order may be worse than another: nobody keeps it.
      Collections.rotate(sizes, 1);
      stage.say("round " + round + " of " + rounds(plan) + " done");
    }
    for (Size size : sizes) {
      double resident = ProcessFigures.residentMib(size.lane.between());
      taker(size, rounds(plan), stage).take(Terms.RESIDENT, resident);
    }
  }

  private List<Size> open(Plan plan, Stage stage) throws IOException {
    List<Size> sizes = new ArrayList<>();
    for (int size : sizes(plan)) {
      Backends backends =
          dimension == Dimension.SERVERS
              ? stage.backends(BackendKind.HTTP, size, 1)
              : stage.backends(BackendKind.HTTP, 1, size);
      Optional<Running> running = stage.start(product, backends);
      if (running.isPresent()) {
        sizes.add(new Size(size, lane(size, running.get())));
      }
    }
    return sizes;
  }

  private Lane lane(int size, Running running) {
    String subject = product.label() + " at " + Terms.size(size).strip();
    return HttpLane.through(subject, running, running.speech(Era.STATELESS));
  }

  private void measure(
      List<Size> sizes, Demand demand, String figure, int round, Plan plan, Stage stage)
      throws InterruptedException {
    for (Size size : sizes) {
      Optional<LoadFigures> load = stage.send(size.lane, demand, plan.time());
      Taker taker = taker(size, round, stage);
      load.ifPresent(each -> taker.take(figure, each.micros(50)));
    }
  }

  private Taker taker(Size size, int round, Stage stage) {
    return stage.taker(product.label(), Terms.size(size.count), round);
  }

  /** One of the numbers, and the way through the gateway that has so many. */
  private record Size(int count, Lane lane) {}
}
