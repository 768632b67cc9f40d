package io.onemcp.conformance;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Our fixture server in Node: every name that the conformance suite asks for, in one era or both,
 * over HTTP.
 */
final class FixtureServer implements AutoCloseable {
  private static final Duration START_WITHIN = Duration.ofSeconds(20);

  private final ChildProcess process;
  private final int port;

  private FixtureServer(ChildProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts it for {@code both}, {@code stateful} or {@code stateless} clients. */
  static FixtureServer start(String era) {
    ChildProcess process =
        Peers.start(
            Path.of(""),
            Map.of(),
            List.of(Peers.script("fixture-server.mjs"), "--with-parent", "--era", era));
    try {
      String line = process.line(one -> one.startsWith("{\"port\""), START_WITHIN);
      return new FixtureServer(process, new JsonMapper().readTree(line).path("port").asInt());
    } catch (AssertionError e) {
      process.close();
      throw e;
    }
  }

  /** The command that runs it over standard input and output. */
  static List<String> stdioCommand(String era) {
    return List.of(Peers.node(), Peers.script("fixture-server.mjs"), "--stdio", "--era", era);
  }

  URI mcp() {
    return URI.create("http://localhost:" + port + "/mcp");
  }

  @Override
  public void close() {
    process.close();
  }
}
