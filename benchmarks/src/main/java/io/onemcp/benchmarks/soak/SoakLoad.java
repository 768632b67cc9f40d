package io.onemcp.benchmarks.soak;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Turns that fall due at a steady rate, whether or not those before are over. */
final class SoakLoad implements AutoCloseable {
  private static final int UNDER_WAY = 1000;
  private static final int PATIENCE_SECONDS = 60;

  /** So long it takes until the rate is reached: what just started is slow. */
  private static final long WARMING_NANOS = 30_000_000_000L;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore places = new Semaphore(UNDER_WAY);
  private final Gate gate;
  private final Mix mix;
  private final Turmoil turmoil;
  private final Tally tally;
  private volatile boolean over;

  SoakLoad(Gate gate, Turmoil turmoil, Tally tally)
      throws IOException, InterruptedException, WrongAnswerException {
    this.gate = gate;
    this.mix = new Mix(gate);
    this.turmoil = turmoil;
    this.tally = tally;
    for (HttpRequest stream : mix.streams()) {
      threads.execute(() -> hold(stream));
    }
  }

  /** Begins to send so many requests a second, until closed. */
  void start(double rate) {
    Thread.ofPlatform().daemon().name("soak").start(() -> run((long) (1e9 / rate)));
  }

  private void run(long pause) {
    long start = System.nanoTime();
    long due = start;
    while (!over) {
      LockSupport.parkNanos(due - System.nanoTime());
      if (due <= System.nanoTime()) {
        begin(mix.next(), due);
        due += Math.max(pause, pause * WARMING_NANOS / (due - start + WARMING_NANOS / 10));
      }
    }
  }

  private void begin(Turn turn, long due) {
    if (!places.tryAcquire()) {
      tally.skipped();
      return;
    }
    threads.execute(() -> {
      try {
        play(turn, due);
      } finally {
        places.release();
      }
    });
  }

  private void play(Turn turn, long due) {
    try {
      turn.play().run();
      tally.right(turn.kind(), System.nanoTime() - due);
    } catch (RefusedException e) {
      if (turmoil.explains(e, turn.server(), due)) {
        tally.explained(e);
      } else {
        wrong(turn, due, e);
      }
    } catch (IOException | WrongAnswerException | RuntimeException e) {
      wrong(turn, due, e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void wrong(Turn turn, long due, Exception e) {
    long millis = (System.nanoTime() - due) / 1_000_000;
    tally.wrong(turn.kind() + " of " + turn.server() + " after " + millis + " ms: " + e);
  }

  /** A stream that ends by itself is wrong: its client would have to come back. */
  private void hold(HttpRequest stream) {
    try (InputStream body = gate.send(stream).body()) {
      while (body.read() >= 0 && !over) {
        // What is announced matters less than that it goes on.
      }
    } catch (IOException e) {
      if (!over) {
        tally.wrong("standing stream: " + e);
      }
      return;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    if (!over) {
      tally.wrong("standing stream: ended");
    }
  }

  /** Waits for the calls under way, and ends everything. */
  @Override
  public void close() {
    over = true;
    try {
      if (!places.tryAcquire(UNDER_WAY, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        tally.wrong((UNDER_WAY - places.availablePermits()) + " calls were never answered");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
    gate.http().shutdownNow();
  }
}
