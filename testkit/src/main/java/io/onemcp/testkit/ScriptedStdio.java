package io.onemcp.testkit;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serves a script of this JVM to child processes, which pass it on over their standard streams:
 * what a {@link ScriptedChild} cannot, since its script is fixed.
 */
public final class ScriptedStdio implements AutoCloseable {
  private final ScriptedServer server;
  private final ServerSocket port;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger started = new AtomicInteger();

  private ScriptedStdio(ScriptedServer server, ServerSocket port) {
    this.server = server;
    this.port = port;
  }

  /** Opens a port for the children of this script. */
  public static ScriptedStdio serve(ScriptedServer server) {
    try {
      ServerSocket port = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
      ScriptedStdio stdio = new ScriptedStdio(server, port);
      Thread.ofVirtual().name("scripted stdio").start(stdio::acceptAll);
      return stdio;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a backend of this name; each start of it is a child process of its own. */
  public BackendDefinition definition(String name) {
    List<String> arguments =
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-Xmx64m",
            "-cp",
            classes(),
            StdioRelay.class.getName(),
            String.valueOf(port.getLocalPort()));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return BackendDefinition.of(
        name, new BackendTransport.Stdio(java, arguments, Map.of(), Optional.empty()));
  }

  /** Returns how many children were started so far. */
  public int started() {
    return started.get();
  }

  /** Returns how many children run. */
  public int running() {
    return open.size();
  }

  /** Ends the children. */
  @Override
  public void close() {
    close(port);
    open.forEach(ScriptedStdio::close);
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket child = port.accept();
        child.setTcpNoDelay(true);
        open.add(child);
        started.incrementAndGet();
        Thread.ofVirtual().name("scripted child").start(() -> run(child));
      }
    } catch (IOException _) {
      // The test is over.
    }
  }

  private void run(Socket child) {
    try (child) {
      new LineServer(server, child.getInputStream(), child.getOutputStream(), () -> close(child))
          .run();
    } catch (IOException _) {
      // The child was killed.
    } finally {
      open.remove(child);
    }
  }

  private static String classes() {
    try {
      return Path.of(StdioRelay.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("class path: no file (expected: a folder or a jar)", e);
    }
  }

  private static void close(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
