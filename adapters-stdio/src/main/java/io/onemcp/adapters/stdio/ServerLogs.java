package io.onemcp.adapters.stdio;

import io.onemcp.core.config.ServerLogsConfig;
import io.onemcp.core.runtime.Tasks;
import io.onemcp.core.runtime.TimeSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file for each server with what it writes on its standard error, and when it came and went.
 * Nobody ever waits for the disk: lines that come faster than it takes them are dropped and
 * counted. Safe for use by many threads.
 */
public final class ServerLogs implements AutoCloseable {
  /** Most lines, of all servers, that wait to be written. */
  static final int QUEUE = 4_096;

  private static final Logger LOG = LoggerFactory.getLogger(ServerLogs.class);
  private static final long END_SECONDS = 2;
  private static final Line END = new Line("", Instant.EPOCH, "");

  private final Optional<Path> folder;
  private final ServerLogsConfig bounds;
  private final Tasks tasks;
  private final TimeSource time;
  private final BlockingQueue<Line> queue = new ArrayBlockingQueue<>(QUEUE);
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);

  /**
   * Makes logs that write nothing before they are used.
   *
   * @param folder where the files are, {@code server-NAME.log}; without one nothing is written
   */
  public ServerLogs(Optional<Path> folder, ServerLogsConfig bounds, Tasks tasks, TimeSource time) {
    this.folder = folder.filter(_ -> bounds.files() > 0);
    this.bounds = bounds;
    this.tasks = tasks;
    this.time = time;
  }

  /** Adds a line to the log of a server; never blocks. */
  void add(String server, String text) {
    if (folder.isEmpty()) {
      return;
    }
    if (begun.compareAndSet(false, true)) {
      tasks.start("server-logs", this::write);
    }
    if (!queue.offer(new Line(server, time.now(), text))) {
      dropped.incrementAndGet();
    }
  }

  /** Writes what waits, within bounds, and closes all files. */
  @Override
  public void close() {
    try {
      if (begun.get() && queue.offer(END, END_SECONDS, TimeUnit.SECONDS)) {
        boolean all = ended.await(END_SECONDS, TimeUnit.SECONDS);
        LOG.debug("the logs of servers are complete: {}", all);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    Map<String, RotatingFile> files = new HashMap<>();
    boolean failing = false;
    try {
      for (Line line = queue.take(); !line.equals(END); line = queue.take()) {
        failing = !write(line, files, failing);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      files.values().forEach(ServerLogs::close);
      ended.countDown();
    }
  }

  /** Writes one line and returns whether that worked; a disk that is full is told once. */
  private boolean write(Line line, Map<String, RotatingFile> files, boolean failing) {
    RotatingFile file = files.computeIfAbsent(line.server(), this::file);
    try {
      long lost = dropped.getAndSet(0);
      if (lost > 0) {
        file.write(line.with("-- " + lost + " lines of all servers were dropped here").bytes());
      }
      file.write(line.bytes());
      return true;
    } catch (IOException e) {
      close(file);
      if (!failing) {
        LOG.warn("the log of server {} cannot be written", line.server(), e);
      }
      return false;
    }
  }

  private RotatingFile file(String server) {
    return new RotatingFile(
        folder.orElseThrow().resolve("server-" + server + ".log"),
        bounds.maxBytes(),
        bounds.files());
  }

  private static void close(RotatingFile file) {
    try {
      file.close();
    } catch (IOException e) {
      LOG.debug("the log of a server could not be closed", e);
    }
  }

  private record Line(String server, Instant at, String text) {
    Line with(String other) {
      return new Line(server, at, other);
    }

    byte[] bytes() {
      String line = at.truncatedTo(ChronoUnit.MILLIS) + " " + text + "\n";
      return line.getBytes(StandardCharsets.UTF_8);
    }
  }
}
