package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.load.HttpLoad;
import io.onemcp.benchmarks.load.Opening;
import io.onemcp.benchmarks.load.Speech;
import io.onemcp.benchmarks.process.ProcessFigures;
import io.onemcp.benchmarks.report.Figures;
import io.onemcp.core.protocol.Era;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Resident memory: with nothing to do, after load, and with sessions that only listen. */
final class MemoryScenario implements Scenario {
  private static final int SERVERS = 10;
  private static final int SESSIONS = 1000;
  private static final Duration SETTLING = Duration.ofSeconds(5);
  private static final double KIB = 1024;

  private final Product product;

  MemoryScenario(Product product) {
    this.product = product;
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public void run(Plan plan, Figures figures) throws IOException, InterruptedException {
    for (int round = 1; round <= plan.rounds(); round++) {
      Path folder = Files.createDirectory(plan.folder().resolve("memory-" + round));
      try (Backends backends = Backends.start(folder, BackendKind.HTTP, SERVERS, 1);
          Running running = product.start(backends, folder)) {
        measure(
            running, plan, new Taker(figures, name(), product.label(), "10 HTTP servers", round));
      }
    }
  }

  private static void measure(Running running, Plan plan, Taker taker) throws IOException {
    LockSupport.parkNanos(SETTLING.toNanos());
    taker.take("idle MiB", resident(running));
    Speech speech = new Speech(Era.STATEFUL, running.endpoint(), running.credential());
    List<SocketChannel> streams = new ArrayList<>();
    try {
      double before = warmed(running, speech, plan);
      listen(speech, streams, SESSIONS);
      LockSupport.parkNanos(SETTLING.toNanos());
      taker.take("KiB/session with stream", (resident(running) - before) * KIB / SESSIONS);
    } finally {
      for (SocketChannel stream : streams) {
        stream.close();
      }
    }
    for (int size : new int[] {100, 100_000}) {
      try (HttpLoad load =
          new HttpLoad(speech, 16, session -> speech.call(session, running.tool(), size))) {
        load.closedLoop(plan.warmUp());
      }
    }
    taker.take("after load MiB", resident(running));
  }

  /** Returns the memory once everything that sessions use has been used. */
  private static double warmed(Running running, Speech speech, Plan plan) throws IOException {
    try (HttpLoad load =
        new HttpLoad(speech, 64, session -> speech.call(session, running.tool(), 100))) {
      load.closedLoop(plan.warmUp());
    }
    LockSupport.parkNanos(SETTLING.toNanos());
    return resident(running);
  }

  private static void listen(Speech speech, List<SocketChannel> streams, int count)
      throws IOException {
    for (int i = 0; i < count; i++) {
      SocketChannel channel = Opening.connect(speech);
      streams.add(channel);
      Opening.stream(speech, Opening.session(speech, channel), channel);
    }
  }

  private static double resident(Running running) {
    return ProcessFigures.residentMib(running.pids());
  }
}
