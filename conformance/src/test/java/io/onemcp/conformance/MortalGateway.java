package io.onemcp.conformance;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gateway in a process of its own that is killed, and started again where it was. */
final class MortalGateway implements AutoCloseable {
  private static final Duration START_WITHIN = Duration.ofSeconds(30);
  private static final Pattern ADDRESS = Pattern.compile("http://[^:/\\s]+:(\\d+)/mcp");

  private final Path config;
  private final List<String> options;
  private ChildProcess process;
  private int port;

  private MortalGateway(Path config, List<String> options) {
    this.config = config;
    this.options = options;
    this.process = begin();
  }

  /** Starts {@code onemcp serve} on a free port. */
  static MortalGateway start(Path config, String... options) {
    return new MortalGateway(config, List.of(options));
  }

  private ChildProcess launch(String... more) {
    List<String> command = new ArrayList<>(Java.command("io.onemcp.app.cli.Main"));
    command.addAll(List.of("serve", "--config", config.toString()));
    command.addAll(List.of("--port", Integer.toString(port)));
    command.addAll(options);
    command.addAll(List.of(more));
    return ChildProcess.start(config.resolveSibling(""), Map.of(), command);
  }

  private ChildProcess begin(String... more) {
    ChildProcess begun = launch(more);
    try {
      Matcher address =
          ADDRESS.matcher(begun.line(said -> ADDRESS.matcher(said).find(), START_WITHIN));
      port = address.find() ? Integer.parseInt(address.group(1)) : 0;
      return begun;
    } catch (AssertionError e) {
      begun.close();
      throw e;
    }
  }

  ProcessHandle handle() {
    return process.handle();
  }

  int port() {
    return port;
  }

  URI mcp() {
    return URI.create("http://localhost:" + port + "/mcp");
  }

  /** Ends the process as {@code kill -9} does. */
  void kill() {
    process.close();
  }

  /** Ends the process as an administrator does. */
  ChildProcess.Ended end(Duration within) {
    process.handle().destroy();
    return process.end(within);
  }

  /** Starts another gateway that takes over from this one; returns the one that has to end. */
  ChildProcess replace() {
    ChildProcess before = process;
    process = begin("--restart");
    return before;
  }

  /** Starts another gateway beside this one, in the same folder. */
  ChildProcess.Ended intrude() {
    try (ChildProcess second = launch()) {
      return second.end(START_WITHIN);
    }
  }

  /** Starts the gateway again, on the same port. */
  void again() {
    process = begin();
  }

  @Override
  public void close() {
    process.close();
  }
}
