package io.onemcp.benchmarks.soak;

import io.onemcp.benchmarks.process.PerfCounters;
import io.onemcp.benchmarks.process.ProcessFigures;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the gateway holds at one moment.
 *
 * @param second since the beginning
 * @param figures by name, with the unit at its end
 */
record Vitals(long second, Map<String, Double> figures) {
  static final String RESIDENT = "resident MiB";
  static final String OLD = "old generation MiB";
  static final String DESCRIPTORS = "descriptors";
  static final String THREADS = "threads";
  static final String PROCESSES = "server processes";
  static final String CPU = "CPU s";

  /** Looks at the gateway; its servers count as processes only. */
  static Vitals of(long second, ProcessHandle gateway) throws IOException {
    long pid = gateway.pid();
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put(RESIDENT, ProcessFigures.residentMib(List.of(pid)));
    figures.put(OLD, PerfCounters.oldMib(pid));
    figures.put(DESCRIPTORS, (double) ProcessFigures.descriptors(pid));
    figures.put(THREADS, (double) ProcessFigures.threads(pid));
    figures.put(PROCESSES, (double) gateway.descendants().filter(SoakServers::isServer).count());
    figures.put(CPU, ProcessFigures.cpuSeconds(List.of(pid)));
    return new Vitals(second, figures);
  }

  Vitals with(String name, long count) {
    return with(name, (double) count);
  }

  Vitals with(String name, double value) {
    Map<String, Double> more = new LinkedHashMap<>(figures);
    more.put(name, value);
    return new Vitals(second, more);
  }

  double figure(String name) {
    return figures.getOrDefault(name, 0.0);
  }

  Json json() {
    JsonWriter writer = new JsonWriter().put("second", second);
    figures.forEach((name, value) -> writer.put(name, number(value)));
    return writer.json();
  }

  static Json number(double value) {
    boolean whole = value == Math.rint(value);
    return Json.of(String.format(Locale.ROOT, whole ? "%.0f" : "%.2f", value));
  }
}
