package io.onemcp.app.cli;

import io.onemcp.app.embedded.BackendReport;
import io.onemcp.core.reload.Reload;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells people how a gateway starts, one line for each thing. Safe for use by many threads. */
final class StartReport {
  private static final int LAST_WORDS = 5;
  private static final List<String> UNSETTLED = List.of("idle", "connecting");

  private final PrintWriter out;
  private final boolean marks;
  private final Map<String, String> lastLines = new HashMap<>();
  private final Map<String, List<String>> told = new HashMap<>();

  /** Makes a report on a terminal that understands this character set. */
  StartReport(PrintWriter out, Charset terminal) {
    this.out = out;
    this.marks = terminal.newEncoder().canEncode("\u2713\u2717");
  }

  void url(URI url) {
    line("OneMCP serves " + url);
  }

  /** Tells where the keys are; without any, that none is needed. */
  void access(Optional<String> keyFile) {
    line(
        keyFile
            .map(file -> "API key in " + file + ", to be sent as Authorization: Bearer <key>")
            .orElse("No key needed: everybody who reaches this address may call"));
  }

  void socket(String path) {
    line("OneMCP serves " + path + " too, to this user without a key");
  }

  /** Tells what came of a change of the configuration. */
  void reload(Reload reload) {
    switch (reload) {
      case Reload.Applied applied -> {
        line("Configuration applied");
        applied.lines().forEach(change -> line("  " + change));
      }
      case Reload.Unchanged _ -> line("Configuration readable again, without a change");
      case Reload.Rejected _ -> line("Configuration rejected, the last good one stays in use");
    }
  }

  /**
   * Tells how a backend is, if that is settled and not what was told of it last; of one that failed
   * also the last lines that it wrote since it was told of so.
   */
  synchronized void backend(BackendReport report) {
    if (UNSETTLED.contains(report.state())) {
      return;
    }
    String line = mark(report) + " " + report.name() + "  " + detail(report);
    if (!line.equals(lastLines.put(report.name(), line))) {
      line(line);
      if (!report.ready()) {
        List<String> words = report.diagnostics().lines().toList();
        lastWords(since(told.getOrDefault(report.name(), List.of()), words));
        told.put(report.name(), words);
      }
    }
  }

  /** What is kept of a server outlives its processes: a crash is not told again with the next. */
  private static List<String> since(List<String> earlier, List<String> now) {
    int common = Math.min(earlier.size(), now.size());
    while (!earlier
        .subList(earlier.size() - common, earlier.size())
        .equals(now.subList(0, common))) {
      common--;
    }
    return now.subList(common, now.size());
  }

  private void lastWords(List<String> lines) {
    lines
        .subList(Math.max(0, lines.size() - LAST_WORDS), lines.size())
        .forEach(words -> line("  | " + words));
  }

  private String mark(BackendReport report) {
    if (report.state().equals("disabled")) {
      return "-";
    }
    if (report.ready()) {
      return marks ? "\u2713" : "ok";
    }
    return marks ? "\u2717" : "failed";
  }

  private static String detail(BackendReport report) {
    if (!report.ready()) {
      return report.reason().orElse(report.state());
    }
    String transport = report.transport().replaceFirst("[ \\[].*", "");
    return offer(report.counts())
        + "  ("
        + transport
        + report.revision().map(revision -> ", " + revision).orElse("")
        + ")";
  }

  private static String offer(Map<String, Integer> counts) {
    List<String> parts = new ArrayList<>();
    parts.add(amount(counts.getOrDefault("tools", 0), "tool"));
    for (String kind : List.of("prompt", "resource")) {
      int count = counts.getOrDefault(kind + "s", 0);
      if (count > 0) {
        parts.add(amount(count, kind));
      }
    }
    return String.join(", ", parts);
  }

  private static String amount(int count, String thing) {
    return count + " " + thing + (count == 1 ? "" : "s");
  }

  private void line(String text) {
    out.println(text.replaceAll("\\p{Cntrl}+", " "));
    out.flush();
  }
}
