package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.echo.NewsServer;
import io.onemcp.benchmarks.load.HttpLoad;
import io.onemcp.benchmarks.load.LoadFigures;
import io.onemcp.benchmarks.load.NewsLoad;
import io.onemcp.benchmarks.load.Opening;
import io.onemcp.benchmarks.load.Speech;
import io.onemcp.benchmarks.load.Template;
import io.onemcp.benchmarks.process.Child;
import io.onemcp.benchmarks.process.ProcessFigures;
import io.onemcp.benchmarks.report.Terms;
import io.onemcp.benchmarks.wire.HttpFrame;
import io.onemcp.core.protocol.Era;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Notifications that a server sends at a steady rate while many clients listen: how many arrive,
 * how late, and what it costs. Either each is for one client, or each is for all of them.
 */
record NewsScenario(Product product) implements Scenario {
  private static final Duration SILENCE = Duration.ofSeconds(3);
  private static final double MICRO = 1e6;
  private static final double PERCENT = 100;
  private static final int REACH = 100;
  private static final byte[] ERROR = "\"error\":".getBytes(StandardCharsets.US_ASCII);

  /** Notifications at a rate, each about one of so many resources, for so many seconds. */
  private record Edition(int rate, int over, int seconds) {
    String label(int readers) {
      return "%,5d/s, each to %,5d".formatted(rate, readers / over);
    }

    String arguments() {
      return "{\"count\":%d,\"rate\":%d,\"over\":%d}".formatted(rate * seconds, rate, over);
    }

    long copies(int readers) {
      return (long) rate * seconds * (readers / over);
    }
  }

  @Override
  public String name() {
    return Terms.NOTIFICATIONS;
  }

  @Override
  public double seconds(Plan plan) {
    return 2 * readers(plan) / 200.0 + editions(plan).size() * 6;
  }

  private static int readers(Plan plan) {
    return plan.either(1000, 200);
  }

  private static List<Edition> editions(Plan plan) {
    int each = readers(plan);
    Edition apart = new Edition(1000, each, 3);
    return plan.either(
        List.of(
            apart,
            new Edition(1, 1, 4),
            new Edition(10, 1, 3),
            new Edition(30, 1, 3),
            new Edition(100, 1, 3),
            new Edition(1000, 1, 2)),
        List.of(apart, new Edition(10, 1, 3), new Edition(100, 1, 3)));
  }

  @Override
  public void run(Plan plan, Stage stage) throws IOException, InterruptedException {
    int readers = readers(plan);
    for (boolean apart : new boolean[] {true, false}) {
      Backends news = Backends.child(Child.java(NewsServer.class, readers));
      Optional<Running> running = stage.start(product, news);
      if (running.isPresent()) {
        listen(running.get(), plan, stage, readers, apart);
      }
      stage.close();
    }
  }

  private void listen(Running running, Plan plan, Stage stage, int readers, boolean apart)
      throws IOException {
    Speech speech = running.speech(Era.STATEFUL);
    List<String> sessions = HttpLoad.sessions(speech, readers);
    NewsLoad load = stage.keep(new NewsLoad(speech, sessions));
    try (SocketChannel editor = Opening.connect(speech)) {
      for (int i = 0; i < readers; i++) {
        String uri = NewsServer.uri(apart ? i : 0);
        send(editor, speech.subscribe(sessions.get(i), uri));
      }
      for (Edition edition : editions(plan)) {
        if (edition.over() > 1 == apart) {
          String words = edition.label(readers);
          double before = ProcessFigures.cpuSeconds(running.pids());
          send(
              editor,
              speech.call(
                  sessions.getFirst(), OneMcp.exposed(NewsServer.TOOL), edition.arguments()));
          LoadFigures figures = load.listen(edition.copies(readers), SILENCE);
          double cpu = ProcessFigures.cpuSeconds(running.pids()) - before;
          keep(figures, cpu, edition.seconds(), stage.taker(product.label(), words, 1));
          stage.say(words);
        }
      }
    }
  }

  private static void keep(LoadFigures figures, double cpu, int seconds, Taker taker) {
    long arrived = figures.times().getTotalCount();
    taker.take("arrived %", PERCENT * arrived / (arrived + figures.unsent()));
    taker.take("arrived/s", arrived / figures.seconds());
    taker.take("p50 late µs", figures.micros(50));
    taker.take("p99 late µs", figures.micros(99));
    taker.take("CPU %", PERCENT * cpu / Math.max(seconds, figures.seconds()));
    taker.take("CPU µs/arrival", MICRO * cpu / Math.max(1, arrived));
    taker.take("streams closed", (double) figures.errors());
  }

  private static void send(SocketChannel channel, Template request) throws IOException {
    HttpFrame answer = Opening.exchange(channel, request.with(0));
    if (answer.status() != 200 || answer.bodyHas(ERROR, REACH)) {
      throw new IOException(new String(answer.body(), StandardCharsets.UTF_8));
    }
  }
}
