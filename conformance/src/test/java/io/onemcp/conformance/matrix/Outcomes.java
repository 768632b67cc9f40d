package io.onemcp.conformance.matrix;

import io.onemcp.conformance.matrix.Feature.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the scripts have shown so far, as a table for people. */
final class Outcomes {
  private static final List<Feature> LACKING =
      Arrays.stream(Feature.values()).filter(feature -> feature.lack().isPresent()).toList();

  private final Map<Cell, Verdict> verdicts = new HashMap<>();

  void record(Feature feature, Client client, Backend backend, Verdict verdict) {
    verdicts.put(new Cell(feature, client, backend), verdict);
  }

  /** Clients down, backends across, and below it what the letters mean. */
  String markdown() {
    List<String> lines = new ArrayList<>();
    lines.add("| client \\ backend |" + joined(Backend.values(), Backend::label));
    lines.add("|---|" + joined(Backend.values(), _ -> "---").replace(" ", ""));
    for (Client client : Client.values()) {
      lines.add("| " + client.label() + " |" + joined(Backend.values(), one -> cell(client, one)));
    }
    lines.add("");
    for (Feature feature : LACKING) {
      feature.lack().ifPresent(lack -> lines.add(note(feature, lack)));
    }
    lines.add("");
    lines.add("| feature | what the script shows in each cell |");
    lines.add("|---|---|");
    for (Feature feature : Feature.values()) {
      lines.add("| " + feature.label() + " | " + feature.shows() + " |");
    }
    return String.join("\n", lines);
  }

  private String cell(Client client, Backend backend) {
    List<String> exceptions = new ArrayList<>();
    for (Feature feature : Feature.values()) {
      Verdict verdict = verdicts.get(new Cell(feature, client, backend));
      if (verdict == null) {
        exceptions.add(feature.label() + " FAILS");
      } else if (verdict != Verdict.WORKS) {
        exceptions.add(letter(feature));
      }
    }
    return exceptions.isEmpty() ? "all" : "all but " + String.join(" ", exceptions);
  }

  private static String note(Feature feature, Lack lack) {
    return "- **%s** *%s*: a revision before %s %s. Facing such a client, %s. Such a backend %s."
        .formatted(
            letter(feature),
            feature.label(),
            lack.since(),
            lack.reason(),
            lack.clientAnswer(),
            lack.backendAnswer());
  }

  private static String letter(Feature feature) {
    return String.valueOf((char) ('a' + LACKING.indexOf(feature)));
  }

  private static <T> String joined(T[] all, Function<T, String> text) {
    return Arrays.stream(all)
        .map(one -> " " + text.apply(one) + " |")
        .collect(Collectors.joining());
  }

  private record Cell(Feature feature, Client client, Backend backend) {}
}
