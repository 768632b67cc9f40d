package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.echo.EchoAnswers;
import io.onemcp.benchmarks.load.LoadFigures;
import io.onemcp.benchmarks.load.Speech;
import io.onemcp.benchmarks.process.Child;
import io.onemcp.benchmarks.process.ProcessFigures;
import io.onemcp.benchmarks.report.Figures;
import io.onemcp.benchmarks.report.Terms;
import io.onemcp.core.protocol.Era;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a scenario plays: starts what it needs and ends all of it afterwards, sends load, and keeps
 * the figures. What fails is named and left out; the rest goes on.
 */
final class Stage implements AutoCloseable {
  private static final double MICRO = 1e6;

  /** What a lane is warmed with at a time. */
  private static final Duration PIECE = Duration.ofSeconds(1);

  private final Figures figures;
  private final Progress progress;
  private final String scenario;
  private final Path folder;
  private final List<AutoCloseable> open = new ArrayList<>();
  private int folders;

  Stage(Figures figures, Progress progress, String scenario, Path folder) {
    this.figures = figures;
    this.progress = progress;
    this.scenario = scenario;
    this.folder = folder;
  }

  /** Starts servers. */
  Backends backends(BackendKind kind, int count, int tools) throws IOException {
    return keep(Backends.start(empty("servers"), kind, count, tools));
  }

  /** Starts a product and waits until it listens; empty, and said, if it cannot. */
  Optional<Running> start(Product product, Backends backends) {
    Optional<String> missing = product.missing();
    if (missing.isPresent()) {
      progress.miss(scenario + ": " + product.label() + ": " + missing.get());
      return Optional.empty();
    }
    try {
      return Optional.of(keep(product.start(backends, empty(product.label()))).ready());
    } catch (IOException e) {
      progress.miss(scenario + ": " + product.label() + " does not start", e);
      return Optional.empty();
    }
  }

  /** Starts a product, and returns a lane for each era that it carries. */
  List<HttpLane> lanes(Product product, Backends backends, Era... eras) {
    List<HttpLane> lanes = new ArrayList<>();
    start(product, backends)
        .ifPresent(running -> {
          for (Era era : eras) {
            if (product.carries(era, backends.kind())) {
              String subject = Terms.through(product.label(), backends.kind().label(), era);
              lanes.add(HttpLane.through(subject, running, running.speech(era)));
            }
          }
        });
    return lanes;
  }

  /** Returns the lane straight to a server. */
  Lane direct(Backends backends) throws IOException {
    String subject = Terms.direct(backends.kind().label());
    if (backends.kind() == BackendKind.STDIO) {
      Path log = empty("direct").resolve("log");
      return new StdioLane(subject, keep(Child.startTalking(log, backends.command())));
    }
    Speech speech = new Speech(Era.STATEFUL, URI.create(backends.url(0)), "");
    return HttpLane.direct(subject, speech, EchoAnswers.TOOL);
  }

  /** Returns where figures of a subject go. */
  Taker taker(String subject, String shape, int round) {
    return new Taker(figures, scenario, subject, shape, round);
  }

  /**
   * Lets a lane get warm; returns whether it works at all. The load comes in pieces as short as
   * measurements are, each on connections of its own: a virtual machine that has never seen one
   * close compiles anew when it does.
   */
  boolean warm(Lane lane, Demand demand, Duration time) throws InterruptedException {
    boolean works = true;
    for (Duration left = time; lane.takes(demand) && works && left.isPositive(); ) {
      Duration next = left.compareTo(PIECE) < 0 ? left : PIECE;
      works = send(lane, demand, next).isPresent();
      left = left.minus(next);
    }
    return works;
  }

  /** Sends load through a lane, and keeps what there is to know of it; empty, and said, if not. */
  Optional<LoadFigures> measure(Lane lane, Demand demand, int round, Duration time)
      throws InterruptedException {
    if (!lane.takes(demand)) {
      return Optional.empty();
    }
    double before = ProcessFigures.cpuSeconds(lane.between());
    Optional<LoadFigures> sent = send(lane, demand, time);
    double cpu = ProcessFigures.cpuSeconds(lane.between()) - before;
    sent.ifPresent(load -> {
      Taker taker = taker(lane.subject(), demand.label(), round);
      taker.take(Terms.RATE, load.rate());
      taker.take(Terms.MEDIAN, load.micros(50));
      taker.take(Terms.SLOW, load.micros(99));
      if (!lane.between().isEmpty()) {
        taker.take(Terms.CPU, cpu * MICRO / load.count());
        taker.take(Terms.RESIDENT, ProcessFigures.residentMib(lane.between()));
      }
    });
    return sent;
  }

  /** Sends load through a lane, of which nothing is kept yet; empty, and said, if not. */
  Optional<LoadFigures> send(Lane lane, Demand demand, Duration time) throws InterruptedException {
    try {
      LoadFigures load = lane.send(demand, time);
      if (load.errors() > 0) {
        throw new IOException(
            load.errors() + " wrong answers of " + load.count() + ", the first: " + load.wrong());
      }
      return Optional.of(load);
    } catch (IOException e) {
      progress.miss(scenario + ": " + lane.subject() + ": " + demand.label(), e);
      return Optional.empty();
    }
  }

  /** Tells whoever waits. */
  void say(String what) {
    progress.say(scenario + ": " + what);
  }

  /** Says that something cannot be measured. */
  void miss(String what, Exception why) {
    progress.miss(scenario + ": " + what, why);
  }

  /** Ends something together with everything else of this stage. */
  <T extends AutoCloseable> T keep(T each) {
    open.add(each);
    return each;
  }

  /** Returns a new folder. */
  Path empty(String name) throws IOException {
    return Files.createDirectories(folder.resolve(scenario, ++folders + "-" + name));
  }

  /** Ends what was started, the last one first. */
  @Override
  public void close() {
    for (AutoCloseable each : open.reversed()) {
      try {
        each.close();
      } catch (Exception e) {
        progress.say("cannot close " + each + ": " + e);
      }
    }
    open.clear();
  }
}
