package io.onemcp.adapters.stdio;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * What the watchdog's shell runs, and how it is spoken to.
 *
 * @param groups starts it in a session of its own, out of reach of our terminal
 * @param mark what the marks of all processes to end begin with, without the last dot
 * @param searchPath where the shell finds its programs
 */
record WatchdogScript(ProcessGroups groups, String mark, String searchPath) {
  private static final String RESOURCE = "watchdog.sh";

  /** Starts the shell. */
  Process start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                groups.commandLine(
                    List.of(ProcessGroups.SHELL, "-c", text(), "onemcp-watchdog", mark)))
            .directory(new File("/"))
            .redirectError(Redirect.DISCARD)
            .redirectOutput(Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().put("PATH", searchPath);
    return builder.start();
  }

  /** Returns what tells the shell about leaders that came and went. */
  static byte[] news(Set<Long> before, Set<Long> after) {
    StringBuilder lines = new StringBuilder();
    before.stream().filter(it -> !after.contains(it)).forEach(it -> line(lines, '-', it));
    after.stream().filter(it -> !before.contains(it)).forEach(it -> line(lines, '+', it));
    return lines.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void line(StringBuilder lines, char what, long leader) {
    lines.append(what).append(' ').append(leader).append('\n');
  }

  private static String text() throws IOException {
    try (InputStream in = WatchdogScript.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new FileNotFoundException(RESOURCE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
