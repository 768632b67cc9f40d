package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.process.ProcessFigures;
import io.onemcp.benchmarks.report.Terms;
import io.onemcp.core.protocol.Era;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Resident memory with ten HTTP servers: with nothing to do, and after load of both sizes. */
record MemoryScenario(Product product) implements Scenario {
  private static final int SERVERS = 10;
  private static final Duration SETTLING = Duration.ofSeconds(5);

  @Override
  public String name() {
    return Terms.MEMORY;
  }

  @Override
  public double seconds(Plan plan) {
    return rounds(plan) * (plan.seconds(0, 4) + 3 * SETTLING.toSeconds());
  }

  private static int rounds(Plan plan) {
    return plan.either(2, 1);
  }

  @Override
  public void run(Plan plan, Stage stage) throws IOException, InterruptedException {
    for (int round = 1; round <= rounds(plan); round++) {
      Backends backends = stage.backends(BackendKind.HTTP, SERVERS, 1);
      Optional<Running> running = stage.start(product, backends);
      if (running.isPresent()) {
        measure(running.get(), plan, stage, round);
      }
      stage.close();
    }
  }

  private void measure(Running running, Plan plan, Stage stage, int round)
      throws InterruptedException {
    Taker taker = stage.taker(product.label(), SERVERS + " HTTP servers", round);
    List<Long> pids = running.pids();
    LockSupport.parkNanos(SETTLING.toNanos());
    taker.take(Terms.IDLE, ProcessFigures.residentMib(pids));
    for (Era era : Era.values()) {
      Lane lane = HttpLane.through(product.label(), running, running.speech(era));
      stage.warm(lane, Demand.calls(100, 64), plan.warmUp());
      stage.warm(lane, Demand.calls(100_000, 16), plan.warmUp());
    }
    taker.take("at the end of the load MiB", ProcessFigures.residentMib(pids));
    LockSupport.parkNanos(SETTLING.toNanos());
    taker.take(Terms.LOADED, ProcessFigures.residentMib(pids));
    taker.take("highest MiB", ProcessFigures.peakMib(pids));
  }
}
