package io.onemcp.benchmarks.report;

import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonReader;
import io.onemcp.core.protocol.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;

/** All samples of a run, in the order in which they were taken. */
public final class Figures {
  private static final int MAX_DEPTH = 10;

  private final List<Sample> samples = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final Json about;

  /** Begins a run on a machine and a state of the sources that are described so. */
  public Figures(Json about) {
    this.about = about;
  }

  /** Reads what an earlier run wrote. */
  public static Figures read(Path file) throws IOException {
    Json whole = new JsonReader(MAX_DEPTH).read(Files.readAllBytes(file));
    Json about = whole.at("about");
    Figures figures = new Figures(about == null ? Json.EMPTY_OBJECT : about);
    Json samples = whole.at("samples");
    if (samples == null) {
      throw new IOException(file + ": no samples (expected: a file that a run wrote)");
    }
    samples.elements().forEach(sample -> figures.add(Sample.of(sample)));
    Json problems = whole.at("problems");
    if (problems != null) {
      problems.elements().forEach(problem -> figures.miss(problem.asText()));
    }
    return figures;
  }

  /** Keeps a sample. */
  public void add(Sample sample) {
    samples.add(sample);
  }

  /** Keeps what could not be measured, and why. */
  public void miss(String problem) {
    problems.add(problem);
  }

  /** Returns what could not be measured, and why. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /** Writes everything as JSON, one sample a line, so that a change can be read. */
  public void write(Path file) throws IOException {
    StringBuilder text = new StringBuilder("{\"about\":" + about + ",\n\"problems\":");
    text.append(JsonWriter.strings(problems)).append(",\n\"samples\":[\n");
    String between = "";
    for (Sample sample : samples) {
      text.append(between).append(sample.json());
      between = ",\n";
    }
    Files.writeString(file, text.append("\n]}\n"));
  }

  /** Returns on what it ran. */
  public Json about() {
    return about;
  }

  /** Returns the values of one attribute of the samples of a scenario, in order of appearance. */
  public List<String> distinct(String scenario, Function<Sample, String> attribute) {
    return samples.stream()
        .filter(sample -> sample.scenario().equals(scenario))
        .map(attribute)
        .distinct()
        .toList();
  }

  /** Returns the scenarios that have samples. */
  public List<String> scenarios() {
    return samples.stream().map(Sample::scenario).distinct().toList();
  }

  /** Returns the median over the rounds; empty where nothing was measured. */
  public OptionalDouble median(String scenario, String subject, String shape, String figure) {
    return median(new ArrayList<>(rounds(scenario, subject, shape, figure).values()));
  }

  /** Returns the value of each round. */
  public SortedMap<Integer, Double> rounds(
      String scenario, String subject, String shape, String figure) {
    SortedMap<Integer, Double> values = new TreeMap<>();
    for (Sample sample : samples) {
      if (sample.scenario().equals(scenario)
          && sample.subject().equals(subject)
          && sample.shape().equals(shape)
          && sample.figure().equals(figure)) {
        values.put(sample.round(), sample.value());
      }
    }
    return values;
  }

  /**
   * Returns how many times the figure of another subject that of one is, by the median over the
   * rounds in which both were measured.
   */
  public OptionalDouble ratio(
      String scenario, String shape, String figure, String subject, String other) {
    return paired(
        rounds(scenario, subject, shape, figure),
        rounds(scenario, other, shape, figure),
        (one, two) -> one / two);
  }

  /** Returns how many times that under another condition a figure of a subject is, likewise. */
  public OptionalDouble growth(
      String scenario, String subject, String figure, String shape, String other) {
    return paired(
        rounds(scenario, subject, shape, figure),
        rounds(scenario, subject, other, figure),
        (one, two) -> one / two);
  }

  /** Returns by how much the figure of one subject is above that of another, in the same way. */
  public OptionalDouble difference(
      String scenario, String shape, String figure, String subject, String other) {
    return paired(
        rounds(scenario, subject, shape, figure),
        rounds(scenario, other, shape, figure),
        (one, two) -> one - two);
  }

  private static OptionalDouble paired(
      SortedMap<Integer, Double> ones,
      SortedMap<Integer, Double> others,
      DoubleBinaryOperator compared) {
    List<Double> values = new ArrayList<>();
    ones.forEach((round, value) -> {
      Double beside = others.get(round);
      if (beside != null) {
        values.add(compared.applyAsDouble(value, beside));
      }
    });
    return median(values);
  }

  /** Returns the middle one of some values; empty if there are none. */
  static OptionalDouble median(List<Double> values) {
    Collections.sort(values);
    return values.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(values.get(values.size() / 2));
  }
}
