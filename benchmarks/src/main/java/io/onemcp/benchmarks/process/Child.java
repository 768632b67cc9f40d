package io.onemcp.benchmarks.process;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A process of the rig: it ends with the rig, and what it writes for people goes to a file. */
public final class Child implements AutoCloseable {
  /**
   * Stands early in the command line of every server of the rig, of which the end may be cut off.
   */
  public static final String ECHO = "-Dbenchmarks.echo=true";

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long POLL_NANOS = 1_000_000;

  /** Below what Linux, macOS and Windows give out by themselves. */
  private static final int LOWEST_PORT = 20_000;

  private static final int HIGHEST_PORT = 30_000;
  private static final int ATTEMPTS = 100;

  private final Process process;
  private final Path log;

  private Child(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts a command whose output nobody needs. */
  public static Child start(Path log, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    return begin(builder.redirectOutput(log.toFile()), log);
  }

  /** Starts a command that is talked to through its standard input and output. */
  public static Child startTalking(Path log, List<String> command) throws IOException {
    return begin(new ProcessBuilder(command).redirectError(log.toFile()), log);
  }

  private static Child begin(ProcessBuilder builder, Path log) throws IOException {
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return new Child(process, log);
  }

  /** Returns the command line of a main class of the rig, in a virtual machine like this one. */
  public static List<String> java(Class<?> main, Object... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                ECHO,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return command;
  }

  /**
   * Returns a port that nobody uses just now. It is none that the operating system gives to whoever
   * asks for any: a server that is started again finds it free.
   */
  public static int freePort() throws IOException {
    for (int attempt = 0; ; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
      try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return probe.getLocalPort();
      } catch (BindException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  public Process process() {
    return process;
  }

  public long pid() {
    return process.pid();
  }

  /** Waits until something listens on a port of this machine. */
  public Child awaitPort(int port) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      if (!process.isAlive()) {
        throw new IOException("ended with " + process.exitValue() + ": " + Files.readString(log));
      }
      try (Socket probe = new Socket()) {
        probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return this;
      } catch (IOException _) {
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
    throw new IOException("does not listen on " + port + ": " + Files.readString(log));
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
