package io.onemcp.benchmarks.load;

import io.onemcp.benchmarks.wire.LineBuffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;

/**
 * So many requests under way at a child process that answers in their order, with nothing between
 * it and us. Several are written by a thread of their own: whoever both writes and reads waits for
 * ever once both pipes are full.
 */
public final class StdioLoad {
  private static final int CHUNK = 1 << 18;

  private final Process child;
  private final Template request;
  private final int width;
  private final LineBuffer lines = new LineBuffer();
  private final byte[] chunk = new byte[CHUNK];
  private final AtomicLongArray since;
  private long asked;
  private long answered;

  /** Talks to a child that is running, with so many requests under way at a time. */
  public StdioLoad(Process child, int width, Template request) {
    this.child = child;
    this.width = width;
    this.request = request;
    this.since = new AtomicLongArray(width);
  }

  /** Asks again at once for every answer, for so long. */
  public LoadFigures closedLoop(Duration time) throws IOException, InterruptedException {
    Histogram times = new Histogram(3);
    long start = System.nanoTime();
    long end = start + time.toNanos();
    if (width == 1) {
      while (System.nanoTime() < end) {
        ask();
        read(times);
      }
    } else {
      several(times, end);
    }
    return new LoadFigures(times, 0, "", 0, (System.nanoTime() - start) / 1e9);
  }

  private void several(Histogram times, long end) throws IOException, InterruptedException {
    Semaphore places = new Semaphore(width);
    AtomicBoolean over = new AtomicBoolean();
    Thread writer = Thread.ofPlatform().start(() -> write(places, over));
    long granted = answered + width;
    while (System.nanoTime() < end) {
      int more = read(times);
      granted += more;
      places.release(more);
    }
    while (answered < granted) {
      read(times);
    }
    over.set(true);
    places.release();
    writer.join();
  }

  private void write(Semaphore places, AtomicBoolean over) {
    try {
      places.acquire();
      while (!over.get()) {
        ask();
        places.acquire();
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void ask() throws IOException {
    OutputStream out = child.getOutputStream();
    since.set((int) (asked % width), System.nanoTime());
    out.write(request.bytes(asked++));
    out.flush();
  }

  /** Takes what is there, waiting for at least one whole answer; returns how many came. */
  private int read(Histogram times) throws IOException {
    InputStream in = child.getInputStream();
    long before = answered;
    while (answered == before) {
      int count = in.read(chunk);
      if (count < 0) {
        throw new IOException("the child ended");
      }
      lines.add(
          chunk,
          count,
          _ -> {
            times.recordValue(System.nanoTime() - since.get((int) (answered % width)));
            answered++;
          });
    }
    return (int) (answered - before);
  }
}
