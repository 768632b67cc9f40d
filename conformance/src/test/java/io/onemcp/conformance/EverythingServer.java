package io.onemcp.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The reference server {@code server-everything} over one of its two HTTP transports. */
final class EverythingServer implements AutoCloseable {
  private static final String PROGRAM = "server-everything/dist/index.js";
  private static final Duration START_WITHIN = Duration.ofSeconds(20);

  private final ChildProcess process;
  private final URI url;

  private EverythingServer(ChildProcess process, URI url) {
    this.process = process;
    this.url = url;
  }

  /** Starts it with {@code sse} or {@code streamableHttp}. */
  static EverythingServer start(String transport) {
    int port = freePort();
    Map<String, String> env = Map.of("PORT", String.valueOf(port));
    ChildProcess process =
        Peers.start(Path.of(""), env, List.of(Peers.program(PROGRAM), transport));
    try {
      process.errorLine(line -> line.contains("on port " + port), START_WITHIN);
    } catch (AssertionError e) {
      process.close();
      throw e;
    }
    String path = transport.equals("sse") ? "/sse" : "/mcp";
    return new EverythingServer(process, URI.create("http://localhost:" + port + path));
  }

  /** The command that runs it over standard input and output. */
  static List<String> stdioCommand() {
    return List.of(Peers.node(), Peers.program(PROGRAM), "stdio");
  }

  URI url() {
    return url;
  }

  /** A port that nobody listens on at this moment. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
