package io.onemcp.benchmarks.soak;

import io.onemcp.benchmarks.plot.Axis;
import io.onemcp.benchmarks.plot.Curve;
import io.onemcp.benchmarks.plot.LinePlot;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The page of a recorded soak, and its picture.
 *
 * @param record what {@link SoakResult} wrote
 */
record SoakPage(Json record) {
  private static final int MAX_DEPTH = 10;
  private static final double MINUTE = 60;
  private static final List<String> CURVES =
      List.of(Vitals.RESIDENT, Vitals.OLD, Vitals.DESCRIPTORS, Vitals.THREADS, Vitals.PROCESSES);

  static SoakPage read(Path file) throws IOException {
    return new SoakPage(new JsonReader(MAX_DEPTH).read(Files.readAllBytes(file)));
  }

  /** Writes {@code soak.md} and {@code soak.svg} into a folder. */
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("soak.md"), text());
    Files.writeString(folder.resolve("soak.svg"), picture());
  }

  String text() {
    return """
    # A soak

    *Reference, made by `./dev soak`; the figures are in `benchmarks/results/soak.json`.*

    One gateway, started as users start it, and clients of both eras that do %s things a second, whether or not those before are over, \
    for %.0f minutes: calls with 100 B and 100 KB, lists, resources, prompts, progress, questions across the eras, sessions opened and \
    ended or left behind, streams opened and dropped, calls cancelled, connections half closed or broken off. Every 20 s the configuration \
    is edited (a server changes, one is added or removed), every 30 s a server process is killed, every 95 s a server on HTTP is killed \
    and started again. Every answer is compared with what had to come: it names the server and repeats words that only this request had.

    ![Memory, descriptors, threads and processes over time](soak.svg)

    %s
    Descriptors are those of the gateway, connections of clients included; threads are those of the operating system; processes are the servers \
    that the gateway has started. The live heap is what a full collection leaves. Between full \
    collections the old generation fills with what is no longer used, and what it has ever filled stays resident: whether anything is kept \
    is for the live heap to tell. Without load means 90 s after it ended, when sessions \
    that were left behind are over.

    | what came of it | how often |
    |---|---:|
    %s
    Machine: %s, Java %s, %s cores that did other work, too.
    """
        .formatted(
            number("about", "requests a second"),
            lastSecond() / MINUTE,
            verdict(),
            counts(),
            record.text("about", "system"),
            record.text("about", "java"),
            number("about", "cores"));
  }

  private String verdict() {
    String rows =
        entries("verdict")
            .map(Verdict.Finding::of)
            .map(Verdict.Finding::row)
            .collect(Collectors.joining());
    return Verdict.HEAD + rows;
  }

  private String counts() {
    return Stream.of("turns", "explained", "turmoil")
        .map(record::at)
        .flatMap(counts -> counts == null ? Stream.empty() : counts.members().stream())
        .map(count ->
            String.format(
                Locale.ROOT,
                "| %s | %,d |%n",
                words(count.name()),
                Long.parseLong(count.value().toString())))
        .collect(Collectors.joining());
  }

  private static String words(String name) {
    return switch (name) {
      case RefusedException.UNAVAILABLE, RefusedException.LOST ->
          "[`" + name + "`](../errors.md), within 10 s of the end of its server";
      case "edits", "kills" -> name;
      default -> name.contains("restarts") ? name : "right: " + name;
    };
  }

  String picture() {
    List<Curve> curves = CURVES.stream().map(this::curve).toList();
    return LinePlot.svg(
        "What the gateway holds while it is used",
        Axis.linear("minutes"),
        Axis.linear("MiB, or how many"),
        curves);
  }

  private Curve curve(String figure) {
    List<Curve.Point> points =
        entries("samples")
            .map(sample ->
                new Curve.Point(value(sample.at("second")) / MINUTE, value(sample.at(figure))))
            .toList();
    return new Curve(figure, points);
  }

  /** Returns when the load ended: then, and once more without it, the live heap was measured. */
  private double lastSecond() {
    List<Json> live = entries("samples").filter(it -> it.at(Soak.LIVE) != null).toList();
    return value(live.get(live.size() - 2).at("second"));
  }

  private Stream<Json> entries(String member) {
    Json all = record.at(member);
    return all == null ? Stream.empty() : all.elements().stream();
  }

  private String number(String... path) {
    return String.valueOf(record.at(path));
  }

  private static double value(@Nullable Json number) {
    return number == null ? 0 : Double.parseDouble(number.toString());
  }
}
