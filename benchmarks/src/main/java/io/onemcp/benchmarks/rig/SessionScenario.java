package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.load.LoadFigures;
import io.onemcp.benchmarks.load.Opening;
import io.onemcp.benchmarks.load.Speech;
import io.onemcp.benchmarks.process.ProcessFigures;
import io.onemcp.benchmarks.report.Terms;
import io.onemcp.core.protocol.Era;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * What clients cost that do nothing: sessions with an open stream each, and clients of the
 * stateless era who have called once and are gone; and whether calls of others notice.
 */
record SessionScenario(Product product) implements Scenario {
  private static final Duration SETTLING = Duration.ofSeconds(3);
  private static final Demand CALLS = Demand.calls(100, 1);
  private static final double KIB = 1024;

  @Override
  public String name() {
    return Terms.SESSIONS;
  }

  @Override
  public double seconds(Plan plan) {
    int steps = counts(plan).size() + 2;
    return plan.seconds(steps, 2) + steps * SETTLING.toSeconds() + counts(plan).getLast() / 400.0;
  }

  private static List<Integer> counts(Plan plan) {
    return plan.either(List.of(100, 1000, 2000, 5000, 10_000), List.of(1000));
  }

  @Override
  public void run(Plan plan, Stage stage) throws IOException, InterruptedException {
    for (Era era : Era.values()) {
      Backends backends = stage.backends(BackendKind.HTTP, 1, 1);
      Optional<Running> running = stage.start(product, backends);
      if (running.isPresent()) {
        measure(running.get(), era, plan, stage);
      }
      stage.close();
    }
  }

  private void measure(Running running, Era era, Plan plan, Stage stage)
      throws IOException, InterruptedException {
    String subject = era == Era.STATEFUL ? Terms.LISTENERS : Terms.CALLERS;
    Lane lane = HttpLane.through(subject, running, running.speech(Era.STATELESS));
    stage.warm(lane, Demand.calls(100, 16), plan.warmUp());
    // So that what the first clients make the gateway load, and the heap that busy ones make it
    // touch, is there before.
    join(running.speech(era), stage, era == Era.STATEFUL ? 50 : 2000);
    List<Long> pids = running.pids();
    double before = settled(pids);
    int clients = 0;
    List<Integer> counts = counts(plan);
    for (int count : counts) {
      Taker taker = stage.taker(subject, Terms.size(count), 1);
      join(running.speech(era), stage, count - clients);
      clients = count;
      double now = settled(pids);
      taker.take(Terms.RESIDENT, now);
      taker.take(Terms.EACH_CLIENT, (now - before) * KIB / count);
      Optional<LoadFigures> calls = call(lane, plan, stage);
      calls.ifPresent(load -> taker.take(Terms.CALL_MEDIAN, load.micros(50)));
      stage.say(subject + ": " + count);
    }
  }

  private static Optional<LoadFigures> call(Lane lane, Plan plan, Stage stage)
      throws InterruptedException {
    try {
      return Optional.of(lane.send(CALLS, plan.time()));
    } catch (IOException e) {
      stage.miss(lane.subject(), e);
      return Optional.empty();
    }
  }

  private static void join(Speech speech, Stage stage, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      SocketChannel channel = Opening.connect(speech);
      if (speech.era() == Era.STATEFUL) {
        stage.keep(channel);
        Opening.stream(speech, Opening.session(speech, channel), channel);
      } else {
        Opening.exchange(channel, speech.firstList(""));
        channel.close();
      }
    }
  }

  private static double settled(List<Long> pids) {
    LockSupport.parkNanos(SETTLING.toNanos());
    return ProcessFigures.residentMib(pids);
  }
}
