package io.onemcp.benchmarks.soak;

import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** What a soak found, for programs and for people. */
record SoakResult(
    List<Vitals> samples, Tally tally, Turmoil turmoil, Verdict verdict, double rate) {
  private static final int KEPT_SECONDS = 15;

  /** Writes one sample of three, and every one that has the live heap. */
  void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Json about =
        new JsonWriter()
            .put("cores", Runtime.getRuntime().availableProcessors())
            .put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"))
            .put("java", Runtime.version().toString())
            .put("requests a second", Vitals.number(rate))
            .json();
    StringBuilder text = new StringBuilder("{\"about\":" + about);
    text.append(",\n\"turns\":").append(counts(tally.rights()));
    text.append(",\n\"explained\":").append(counts(tally.explanations()));
    text.append(",\n\"turmoil\":").append(counts(new TreeMap<>(turmoil.counts())));
    text.append(",\n\"wrong\":").append(JsonWriter.strings(tally.wrongs()));
    text.append(",\n\"verdict\":[\n")
        .append(lines(verdict.findings().stream().map(Verdict.Finding::json).toList()));
    text.append("\n],\n\"samples\":[\n")
        .append(
            lines(
                samples.stream()
                    .filter(it ->
                        it.second() % KEPT_SECONDS == 0 || it.figures().containsKey(Soak.LIVE))
                    .map(Vitals::json)
                    .toList()));
    Files.writeString(file, text.append("\n]}\n"));
  }

  private static String lines(List<Json> values) {
    return values.stream().map(Json::toString).collect(Collectors.joining(",\n"));
  }

  private static Json counts(Map<String, AtomicLong> counts) {
    JsonWriter writer = new JsonWriter();
    counts.forEach((name, count) -> writer.put(name, count.get()));
    return writer.json();
  }

  String markdown() {
    StringBuilder text = new StringBuilder(verdict.table());
    text.append('\n').append(sentence("Right answers", tally.rights()));
    text.append(sentence("Errors that a killed server explains", tally.explanations()));
    text.append(sentence("Meanwhile", turmoil.counts()));
    tally.wrongs().forEach(wrong -> text.append("wrong: ").append(wrong).append('\n'));
    return text.toString();
  }

  private static String sentence(String what, Map<String, AtomicLong> counts) {
    return counts.entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", ", what + ": ", ".\n"));
  }
}
