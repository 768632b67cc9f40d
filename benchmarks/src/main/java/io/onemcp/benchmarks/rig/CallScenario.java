package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.echo.EchoAnswers;
import io.onemcp.benchmarks.load.LoadFigures;
import io.onemcp.benchmarks.load.Speech;
import io.onemcp.benchmarks.process.Child;
import io.onemcp.benchmarks.process.ProcessFigures;
import io.onemcp.benchmarks.report.Figures;
import io.onemcp.core.protocol.Era;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Tool calls straight to a server and through each product, all on the same machine at the same
 * time, taking turns: what disturbs one round disturbs them all.
 */
final class CallScenario implements Scenario {
  private static final Shape WARM_UP = new Shape(16, 100);
  private static final double MICRO = 1e6;

  private final BackendKind kind;
  private final List<Product> products;
  private final List<Shape> shapes;

  CallScenario(BackendKind kind, List<Product> products, List<Shape> shapes) {
    this.kind = kind;
    this.products = products;
    this.shapes = shapes;
  }

  @Override
  public String name() {
    return "calls to " + kind.label();
  }

  @Override
  public void run(Plan plan, Figures figures) throws IOException, InterruptedException {
    List<AutoCloseable> open = new ArrayList<>();
    try {
      List<Lane> lanes = open(plan, open);
      for (Lane lane : lanes) {
        calls(lane, WARM_UP, plan.warmUp());
        calls(lane, shapes.getLast(), plan.warmUp().dividedBy(2));
      }
      for (int round = 1; round <= plan.rounds(); round++) {
        for (Shape shape : shapes) {
          for (Lane lane : lanes) {
            measure(lane, shape, round, plan.time(), figures);
          }
        }
        plan.say("round " + round + " of " + name() + " done");
      }
    } finally {
      plan.closeAll(open);
    }
  }

  private List<Lane> open(Plan plan, List<AutoCloseable> open) throws IOException {
    Backends backends = Backends.start(plan.folder(), kind, 1, 1);
    open.add(backends);
    List<Lane> lanes = new ArrayList<>(direct(plan, backends, open));
    for (Product product : products) {
      Path folder = Files.createDirectory(plan.folder().resolve(product.label() + "-" + kind));
      Running running = null;
      for (Era era : Era.values()) {
        if (product.carries(era, kind)) {
          if (running == null) {
            running = product.start(backends, folder);
            open.add(running);
          }
          Speech speech = new Speech(era, running.endpoint(), running.credential());
          lanes.add(
              new HttpLane(
                  subject(product.label(), era), speech, running.tool(), Optional.of(running)));
        }
      }
    }
    return lanes;
  }

  private List<Lane> direct(Plan plan, Backends backends, List<AutoCloseable> open)
      throws IOException {
    if (kind == BackendKind.STDIO) {
      Child child = Child.startTalking(plan.folder().resolve("direct.log"), backends.command());
      open.add(child);
      return List.of(new StdioLane("direct", child));
    }
    URI endpoint = URI.create(backends.url(0));
    return List.of(
        new HttpLane(
            "direct", new Speech(Era.STATEFUL, endpoint, ""), EchoAnswers.TOOL, Optional.empty()));
  }

  private static String subject(String product, Era era) {
    return product + ", " + era.toString().toLowerCase(Locale.ROOT);
  }

  private void measure(Lane lane, Shape shape, int round, Duration time, Figures figures)
      throws IOException, InterruptedException {
    double before = ProcessFigures.cpuSeconds(lane.between());
    LoadFigures load = calls(lane, shape, time);
    double cpu = ProcessFigures.cpuSeconds(lane.between()) - before;
    long count = load.times().getTotalCount();
    Taker taker = new Taker(figures, name(), lane.subject(), shape.label(), round);
    taker.take("calls/s", load.rate());
    taker.take("p50 µs", load.micros(50));
    taker.take("p99 µs", load.micros(99));
    if (!lane.between().isEmpty()) {
      taker.take("CPU µs/call", cpu * MICRO / count);
      taker.take("memory MiB", ProcessFigures.residentMib(lane.between()));
    }
  }

  private static LoadFigures calls(Lane lane, Shape shape, Duration time)
      throws IOException, InterruptedException {
    String what = lane.subject() + ", " + shape.label();
    try {
      LoadFigures load = lane.calls(shape.clients(), shape.payload(), time);
      if (load.errors() > 0) {
        throw new IOException(load.errors() + " wrong answers");
      }
      return load;
    } catch (IOException e) {
      throw new IOException(what + ": " + e.getMessage(), e);
    }
  }

  /**
   * A load.
   *
   * @param clients that ask at a time
   * @param payload characters of the text that is echoed
   */
  record Shape(int clients, int payload) {
    String label() {
      String size = payload < 1000 ? payload + " B" : payload / 1000 + " KB";
      return size + ", " + clients + (clients == 1 ? " client" : " clients");
    }
  }
}
