package io.onemcp.benchmarks.report;

import io.onemcp.benchmarks.plot.Axis;
import io.onemcp.benchmarks.report.Charts.Chart;
import io.onemcp.core.protocol.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The page {@code docs/performance.md} with its pictures, made of the figures of one run and of the
 * words in {@code benchmarks/report}.
 */
public final class Page {
  private static final String PAGE = "docs/performance.md";
  private static final String PICTURES = "docs/performance/";
  private static final String WORDS = "benchmarks/report/";

  private final Figures figures;
  private final Path root;
  private final Charts charts;
  private final Map<String, String> files = new TreeMap<>();
  private final StringBuilder text = new StringBuilder();

  private Page(Figures figures, Path root) {
    this.figures = figures;
    this.root = root;
    this.charts = new Charts(figures);
  }

  /**
   * Makes the page of a run.
   *
   * @param root folder of the sources
   */
  public static Page of(Figures figures, Path root) throws IOException {
    Page page = new Page(figures, root);
    page.compose();
    page.files.put(PAGE, page.text.toString());
    return page;
  }

  /** Returns the text of each file, by its path below the root. */
  public Map<String, String> files() {
    return Map.copyOf(files);
  }

  /** Writes all files. */
  public void write() throws IOException {
    Files.createDirectories(root.resolve(PICTURES));
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(root.resolve(file.getKey()), file.getValue());
    }
  }

  private void compose() throws IOException {
    text.append(words("begin.md"));
    text.append("\n## Targets\n\n| what | must | aim | measured | |\n|---|---|---|---|---|\n");
    Targets.of(figures).forEach(target -> text.append(target.row()));
    text.append('\n').append(words("notes.md"));
    section("Beside others", beside());
    section("As work grows", growth());
    section("As time passes", lasting());
    text.append("\n## The machine and the run\n\n| | |\n|---|---|\n");
    about("", figures.about());
    if (!figures.problems().isEmpty()) {
      text.append("\nLeft out:\n\n");
      figures.problems().forEach(problem -> text.append("- ").append(problem).append('\n'));
    }
    text.append("\n## All figures\n\nMedians over the rounds.\n").append(Tables.of(figures));
    text.append('\n').append(words("end.md"));
  }

  private String words(String file) throws IOException {
    return Files.readString(root.resolve(WORDS + file));
  }

  private void section(String title, Stream<Optional<Chart>> pictures) {
    List<Chart> drawn = pictures.flatMap(Optional::stream).toList();
    if (drawn.isEmpty()) {
      return;
    }
    text.append("\n## ").append(title).append("\n\n");
    for (Chart chart : drawn) {
      files.put(PICTURES + chart.file(), chart.svg());
      text.append("![")
          .append(chart.title())
          .append("](performance/")
          .append(chart.file())
          .append(")\n\n");
    }
  }

  private Stream<Optional<Chart>> beside() {
    String one = Terms.clients("100 B", 1);
    String sixteen = Terms.clients("100 B", 16);
    String large = Terms.clients("100 KB", 16);
    return Stream.of(
        calls("latency", "Time of a call, one client, 100 B", one, Terms.MEDIAN),
        calls("throughput", "Calls per second, 16 clients, 100 B", sixteen, Terms.RATE),
        calls("slow", "Time that one call of a hundred exceeds, 16 clients", sixteen, Terms.SLOW),
        calls("large", "Calls per second, 16 clients, 100 KB there and back", large, Terms.RATE),
        calls("processor", "Processor time of a call, 16 clients, 100 B", sixteen, Terms.CPU),
        charts.bars(
            "start.svg",
            "Process start to the first whole list, one stdio server",
            Terms.START,
            Terms.servers(1),
            Terms.FIRST_LIST),
        charts.growth(
            "steady.svg",
            "Time that one call of a hundred exceeds, at a steady rate",
            Terms.STEADY,
            Axis.linear("% of what nginx can bear"),
            Axis.logarithmic(Terms.SLOW),
            List.of(Terms.SLOW)));
  }

  private Optional<Chart> calls(String name, String title, String shape, String figure) {
    return charts.bars(name + ".svg", title, Terms.CALLS, shape, figure);
  }

  private Stream<Optional<Chart>> growth() {
    Axis micros = Axis.logarithmic("p50 µs");
    List<String> times = List.of(Terms.BUSY_MEDIAN, Terms.CALL_MEDIAN, Terms.LIST_MEDIAN);
    Axis clients = Axis.logarithmic("clients");
    Axis servers = Axis.logarithmic("servers");
    Axis tools = Axis.logarithmic("tools of one server");
    List<String> memory = List.of(Terms.RESIDENT);
    Axis mebibytes = Axis.linear("resident memory, MiB");
    return Stream.of(
        grown("servers", "Calls and lists", Terms.GROWING_SERVERS, servers, micros, times),
        grown("servers-memory", "Memory", Terms.GROWING_SERVERS, servers, mebibytes, memory),
        grown("tools", "Calls and lists", Terms.GROWING_TOOLS, tools, micros, times),
        grown("tools-memory", "Memory", Terms.GROWING_TOOLS, tools, mebibytes, memory),
        grown("sessions-memory", "Memory", Terms.SESSIONS, clients, mebibytes, memory),
        grown(
            "sessions-calls",
            "A call of somebody else",
            Terms.SESSIONS,
            clients,
            Axis.linear(Terms.CALL_MEDIAN),
            List.of(Terms.CALL_MEDIAN)),
        grown(
            "results",
            "Time of a call",
            Terms.GROWING_RESULTS,
            Axis.logarithmic("bytes of the result"),
            micros,
            List.of(Terms.MEDIAN)));
  }

  private Optional<Chart> grown(
      String name, String what, String scenario, Axis x, Axis y, List<String> figure) {
    String title = what + ", by the number of " + x.label();
    return charts.growth("growth-" + name + ".svg", title, scenario, x, y, figure);
  }

  private Stream<Optional<Chart>> lasting() {
    return Stream.of(
        charts.rounds(
            "sustained.svg",
            "Calls per second over the whole time, 16 clients, 100 B",
            Terms.SUSTAINED,
            Terms.clients("100 B", 16),
            Terms.RATE));
  }

  private void about(String prefix, Json object) {
    object
        .members()
        .forEach(member -> {
          String name = prefix + member.name();
          if (member.value().isObject()) {
            about(name + ": ", member.value());
          } else {
            text.append("| ").append(name).append(" | ");
            text.append(
                    member.value().isString() ? member.value().asText() : member.value().toString())
                .append(" |\n");
          }
        });
  }
}
