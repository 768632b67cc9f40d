package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.load.Opening;
import io.onemcp.benchmarks.load.Speech;
import io.onemcp.benchmarks.process.ProcessFigures;
import io.onemcp.benchmarks.report.Figures;
import io.onemcp.benchmarks.wire.HttpFrame;
import io.onemcp.core.protocol.Era;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * From the start of the process to the first list that has the tools of all servers: with an empty
 * runtime scope, and with what an earlier run left in it.
 */
final class StartScenario implements Scenario {
  private static final int[] COUNTS = {1, 10};
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long POLL_NANOS = 2_000_000;

  private final OneMcp product;

  StartScenario(OneMcp product) {
    this.product = product;
  }

  @Override
  public String name() {
    return "start";
  }

  @Override
  public void run(Plan plan, Figures figures) throws IOException {
    for (int count : COUNTS) {
      Backends backends = Backends.start(plan.folder(), BackendKind.STDIO, count, 1);
      for (int round = 1; round <= plan.rounds(); round++) {
        Path scope = Files.createDirectory(plan.folder().resolve("start-" + count + "-" + round));
        String shape = count + (count == 1 ? " stdio server" : " stdio servers");
        figure(backends, scope, new Taker(figures, name(), "OneMCP, first start", shape, round));
        figure(backends, scope, new Taker(figures, name(), "OneMCP, later start", shape, round));
      }
    }
  }

  private void figure(Backends backends, Path scope, Taker taker) throws IOException {
    long start = System.nanoTime();
    try (Running running = product.launch(backends, scope)) {
      awaitTools(running, scope, backends.count(), start + PATIENCE.toNanos());
      taker.take("first whole list ms", (System.nanoTime() - start) / 1e6);
      taker.take("CPU ms", ProcessFigures.cpuSeconds(running.pids()) * 1000);
      taker.take("memory MiB", ProcessFigures.residentMib(running.pids()));
    }
  }

  private static void awaitTools(Running running, Path scope, int wanted, long end)
      throws IOException {
    String last = "";
    while (System.nanoTime() < end) {
      try {
        last = list(running, scope);
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

  private static String list(Running running, Path scope) throws IOException {
    Path key = scope.resolve("api-key");
    String credential = "Bearer " + (Files.exists(key) ? Files.readString(key).strip() : "");
    Speech speech = new Speech(Era.STATELESS, running.endpoint(), credential);
    try (SocketChannel channel = Opening.connect(speech)) {
      HttpFrame answer = Opening.exchange(channel, speech.firstList());
      return new String(answer.body(), StandardCharsets.UTF_8);
    }
  }
}
