package io.onemcp.benchmarks.rig;

import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** On what, with what and when a run was made. */
final class Machine {
  private Machine() {}

  /** Returns it as JSON. */
  static Json about(String command, Products products) {
    boolean changed = !Commands.firstLine("git", "status", "--porcelain", "-uno").equals("unknown");
    String commit = Commands.firstLine("git", "rev-parse", "--short=12", "HEAD");
    return new JsonWriter()
        .put("date", LocalDate.now(ZoneOffset.UTC).toString())
        .put("command", command)
        .put("commit", changed ? commit + ", with changes" : commit)
        .put("processor", field("/proc/cpuinfo", "model name"))
        .put("cores", Runtime.getRuntime().availableProcessors())
        .put("memory", field("/proc/meminfo", "MemTotal"))
        .put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"))
        .put(
            "java",
            System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"))
        .put("node", Commands.firstLine("node", "--version"))
        .put("products", products.versions())
        .json();
  }

  /** Returns the value of the first line of a file of Linux that begins with a name. */
  private static String field(String file, String name) {
    try {
      List<String> lines = Files.readAllLines(Path.of(file));
      return lines.stream()
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
