package io.onemcp.conformance;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A server of the first TypeScript SDK that asks its client, in Node, over HTTP. */
final class FirstSdkServer implements AutoCloseable {
  private static final String PROGRAM = "first-sdk-server.mjs";
  private static final Duration START_WITHIN = Duration.ofSeconds(20);

  private final ChildProcess process;
  private final int port;

  private FirstSdkServer(ChildProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  static FirstSdkServer start() {
    ChildProcess process = Peers.start(Path.of(""), Map.of(), List.of(Peers.script(PROGRAM)));
    try {
      String line = process.line(one -> one.startsWith("{\"port\""), START_WITHIN);
      return new FirstSdkServer(process, new JsonMapper().readTree(line).path("port").asInt());
    } catch (AssertionError e) {
      process.close();
      throw e;
    }
  }

  /** The command that runs it over standard input and output. */
  static List<String> stdioCommand() {
    return List.of(Peers.node(), Peers.script(PROGRAM), "--stdio");
  }

  URI mcp() {
    return URI.create("http://localhost:" + port + "/mcp");
  }

  @Override
  public void close() {
    process.close();
  }
}
