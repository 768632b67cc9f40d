package io.onemcp.conformance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Somebody who opens one connection after the other, asks on each whether the gateway lives, and
 * counts how that ended.
 */
final class Knocking {
  private static final byte[] REQUEST =
      "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger broken = new AtomicInteger();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread thread;

  private Knocking(int port) {
    thread = Thread.ofPlatform().start(() -> run(port));
  }

  /** Begins to knock at a port of this machine. */
  static Knocking at(int port) {
    return new Knocking(port);
  }

  private void run(int port) {
    try {
      while (!end.await(500, TimeUnit.MICROSECONDS)) {
        knock(port);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void knock(int port) {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(10_000);
      try {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
      } catch (IOException e) {
        refused.incrementAndGet();
        return;
      }
      socket.getOutputStream().write(REQUEST);
      byte[] answer = socket.getInputStream().readAllBytes();
      boolean whole = new String(answer, StandardCharsets.US_ASCII).startsWith("HTTP/1.1 200");
      (whole ? answered : broken).incrementAndGet();
    } catch (IOException e) {
      broken.incrementAndGet();
    }
  }

  /** Stops, and tells how it went. */
  Tally end() throws InterruptedException {
    end.countDown();
    thread.join();
    return new Tally(answered.get(), refused.get(), broken.get());
  }

  /** How often the gateway answered, refused a connection, or broke one off. */
  record Tally(int answered, int refused, int broken) {}
}
