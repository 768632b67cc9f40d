package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.load.Opening;
import io.onemcp.benchmarks.load.Speech;
import io.onemcp.benchmarks.process.ProcessFigures;
import io.onemcp.benchmarks.report.Terms;
import io.onemcp.benchmarks.wire.HttpFrame;
import io.onemcp.core.protocol.Era;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * From the start of the process to the first list that has the tools of all servers: with an empty
 * runtime scope, and with what an earlier run left in it.
 */
record StartScenario(Products products) implements Scenario {
  private static final int[] COUNTS = {1, 10};
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long POLL_NANOS = 2_000_000;

  @Override
  public String name() {
    return Terms.START;
  }

  @Override
  public double seconds(Plan plan) {
    return plan.rounds() * (COUNTS.length * 5.0 + products.rivals().size() * 2.0);
  }

  @Override
  public void run(Plan plan, Stage stage) throws IOException {
    for (int round = 1; round <= plan.rounds(); round++) {
      for (int count : COUNTS) {
        Backends backends = stage.backends(BackendKind.STDIO, count, 1);
        for (Product rival : products.rivals()) {
          boolean starts = rival.missing().isEmpty() && !(rival instanceof ByUrl);
          if (starts && count == 1) {
            start(rival, rival.label(), backends, stage.empty(rival.label()), round, stage);
          }
        }
        Path scope = stage.empty("scope");
        start(products.own(), Terms.FIRST_START, backends, scope, round, stage);
        start(products.own(), Terms.LATER_START, backends, scope, round, stage);
      }
    }
  }

  private static void start(
      Product product, String subject, Backends backends, Path scope, int round, Stage stage) {
    int count = backends.count();
    String shape = Terms.servers(count);
    Era era = product.carries(Era.STATELESS, BackendKind.STDIO) ? Era.STATELESS : Era.STATEFUL;
    long start = System.nanoTime();
    try (Running running = product.start(backends, scope)) {
      awaitTools(running, era, count, start + PATIENCE.toNanos());
      Taker taker = stage.taker(subject, shape, round);
      taker.take(Terms.FIRST_LIST, (System.nanoTime() - start) / 1e6);
      taker.take("CPU ms", ProcessFigures.cpuSeconds(running.pids()) * 1000);
      taker.take(Terms.RESIDENT, ProcessFigures.residentMib(running.pids()));
    } catch (IOException e) {
      stage.miss(subject + ": " + shape.strip(), e);
    }
  }

  private static void awaitTools(Running running, Era era, int wanted, long end)
      throws IOException {
    String last = "";
    while (System.nanoTime() < end) {
      try {
        last = list(running.speech(era));
        if (last.split("\"inputSchema\"", -1).length > wanted) {
          return;
        }
      } catch (IOException e) {
        last = e.toString();
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    throw new IOException("no whole list in time: " + last);
  }

  private static String list(Speech speech) throws IOException {
    try (SocketChannel channel = Opening.connect(speech)) {
      String session = speech.era() == Era.STATEFUL ? Opening.session(speech, channel) : "";
      HttpFrame answer = Opening.exchange(channel, speech.firstList(session));
      return new String(answer.body(), StandardCharsets.UTF_8);
    }
  }
}
