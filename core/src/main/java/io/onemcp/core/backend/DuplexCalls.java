package io.onemcp.core.backend;

import io.onemcp.core.protocol.Decoded;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.MessageCodec;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The requests under way on a connection where all answers come back over one stream, and the end
 * of that connection. Safe for use by many threads; what arrives never waits for whoever takes it.
 */
public final class DuplexCalls {
  private static final int SAMPLE_BYTES = 200;

  private final MessageCodec codec;
  private final BackendInlet inlet;
  private final Semaphore free;
  private final Map<RequestId, Waiting> waiting = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable String> end = new AtomicReference<>();

  /**
   * Makes an empty table.
   *
   * @param maxCalls most requests under way at a time; one more is refused
   */
  public DuplexCalls(MessageCodec codec, BackendInlet inlet, int maxCalls) {
    this.codec = codec;
    this.inlet = inlet;
    this.free = new Semaphore(maxCalls);
  }

  /**
   * Sends a request and waits, without bound, for its answer. An interrupt ends the wait; an answer
   * that comes after it is dropped.
   *
   * @throws BackendUnreachableException if the connection has ended or too many requests are under
   *     way
   * @throws BackendLostException if the connection ends while the request is under way
   */
  public Message.Response exchange(RequestId id, Sending sending) throws InterruptedException {
    if (!free.tryAcquire()) {
      throw new BackendUnreachableException("too many requests are under way");
    }
    try {
      Waiting call = new Waiting(sending);
      if (waiting.putIfAbsent(id, call) != null) {
        throw new IllegalArgumentException("id: " + id.json() + " (expected: one not in use)");
      }
      try {
        requireOpen();
        sending.send();
        return call.answer();
      } finally {
        waiting.remove(id, call);
      }
    } finally {
      free.release();
    }
  }

  /**
   * Makes sure that the connection has not ended.
   *
   * @throws BackendUnreachableException if it has
   */
  public void requireOpen() {
    String reason = end.get();
    if (reason != null) {
      throw new BackendUnreachableException(reason);
    }
  }

  /** Takes a text that the backend sent. */
  public void arrived(byte[] utf8) {
    arrived(utf8, utf8.length);
  }

  /** Takes a text that the backend sent, the first {@code length} bytes of an array. */
  public void arrived(byte[] utf8, int length) {
    arrived(codec.decode(utf8, length), utf8, length);
  }

  /** Takes a message that is longer than its bound: the request that it answers fails, if any. */
  public void overlong(MessageBuffer message) {
    message
        .answeredRequest()
        .ifPresent(id -> fail(id, "the answer is longer than the limit for one message"));
    inlet.garbage("a message over the limit: " + sample(message.array(), message.size()));
  }

  /** Ends the table because the connection broke by itself, and tells so, unless it has ended. */
  public void lost(String cause) {
    if (finish(cause)) {
      inlet.lost(cause);
    }
  }

  /** Ends the table on our own account; returns whether it had not ended before. */
  public boolean close() {
    return finish("the connection was closed");
  }

  private void arrived(Decoded decoded, byte[] text, int length) {
    switch (decoded) {
      case Decoded.Single(Message.Response response) -> answered(response, text, length);
      case Decoded.Single(Message message) -> inlet.received(message);
      case Decoded.Batch(var entries) -> {
        for (Json entry : entries) {
          byte[] utf8 = entry.utf8();
          arrived(codec.decode(entry), utf8, utf8.length);
        }
      }
      case Decoded.NoMessage(var id, var problem) -> {
        if (id != null) {
          fail(id, "the answer is no JSON-RPC message: " + problem);
        }
        inlet.garbage(sample(text, length));
      }
      case Decoded.NoJson _ -> inlet.garbage(sample(text, length));
    }
  }

  private void answered(Message.Response response, byte[] text, int length) {
    RequestId id = response.id();
    if (id == null) {
      inlet.garbage(sample(text, length));
      return;
    }
    Waiting call = waiting.get(id);
    if (call != null) {
      call.sending.answered();
      call.settle(new Outcome.Answered(response));
    }
  }

  private void fail(RequestId id, String reason) {
    Waiting call = waiting.get(id);
    if (call != null) {
      call.settle(new Outcome.Failed(reason));
    }
  }

  private boolean finish(String reason) {
    boolean first = end.compareAndSet(null, reason);
    if (first) {
      waiting.values().forEach(call -> call.settle(new Outcome.Failed(reason)));
    }
    return first;
  }

  private static String sample(byte[] text, int length) {
    return new String(text, 0, Math.min(length, SAMPLE_BYTES), StandardCharsets.UTF_8);
  }

  /** Puts a request on its way. */
  @FunctionalInterface
  public interface Sending {
    /** Sends it, or throws what {@link BackendConnection} allows. */
    void send() throws InterruptedException;

    /** Hears that the answer is here; on the thread that read it, which must not be kept. */
    default void answered() {}
  }

  private sealed interface Outcome {
    record Answered(Message.Response response) implements Outcome {}

    record Failed(String reason) implements Outcome {}
  }

  /** One caller that waits; whichever outcome comes first stays. */
  private static final class Waiting {
    private final CountDownLatch done = new CountDownLatch(1);
    private final AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();
    private final Sending sending;

    Waiting(Sending sending) {
      this.sending = sending;
    }

    void settle(Outcome first) {
      if (outcome.compareAndSet(null, first)) {
        done.countDown();
      }
    }

    Message.Response answer() throws InterruptedException {
      done.await();
      return switch (Objects.requireNonNull(outcome.get())) {
        case Outcome.Answered(var response) -> response;
        case Outcome.Failed(var reason) -> throw new BackendLostException(reason);
      };
    }
  }
}
