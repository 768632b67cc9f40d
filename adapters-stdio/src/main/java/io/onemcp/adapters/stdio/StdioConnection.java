package io.onemcp.adapters.stdio;

import io.onemcp.core.backend.BackendConnection;
import io.onemcp.core.backend.BackendInlet;
import io.onemcp.core.backend.DuplexCalls;
import io.onemcp.core.backend.Interim;
import io.onemcp.core.backend.OutboundMessage;
import io.onemcp.core.backend.OutboundRequest;
import io.onemcp.core.config.Limits;
import io.onemcp.core.config.StopTimes;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.MessageCodec;
import io.onemcp.core.runtime.Tasks;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speaks with one child process: a thread reads its output, one its errors, one writes its input,
 * and one waits for its exit.
 */
final class StdioConnection implements BackendConnection {
  private static final Logger LOG = LoggerFactory.getLogger(StdioConnection.class);

  /** A broken pipe is mostly the first sign of an exit, which tells more. */
  private static final Duration EXIT_AFTER_BROKEN_PIPE = Duration.ofSeconds(1);

  private static final Duration LAST_WORDS = Duration.ofMillis(500);

  /** An answer that is longer takes a while to look through. */
  private static final int LARGE = 64 << 10;

  private final Tasks tasks;
  private final Child child;
  private final StopTimes times;
  private final DuplexCalls calls;
  private final Outbox outbox;
  private final LineReader reader;
  private final LineWriter writer;
  private final ErrorOutput errors;
  private final CountDownLatch drained = new CountDownLatch(2);
  private final AtomicBoolean closed = new AtomicBoolean();

  StdioConnection(
      Child child,
      BackendInlet inlet,
      Limits limits,
      StopTimes times,
      ErrorOutput errors,
      Tasks tasks) {
    this.tasks = tasks;
    this.errors = errors;
    this.child = child;
    this.times = times;
    this.calls =
        new DuplexCalls(
            new MessageCodec(limits.maxJsonDepth()),
            new StrayInlet(inlet, errors),
            limits.maxInFlightPerBackend());
    this.reader = new LineReader(child.output(), limits.maxBackendMessageBytes(), calls, tasks);
    this.writer = new LineWriter(limits.maxInFlightPerBackend(), child.input(), tasks);
    this.outbox = writer.outbox();
  }

  void begin(String name) {
    tasks.startPlatform("stdout of " + name, this::read);
    tasks.startPlatform("stderr of " + name, this::drainErrors);
    tasks.startPlatform("stdin of " + name, this::write);
    tasks.start("exit of " + name, this::awaitExit);
  }

  @Override
  public Message.Response exchange(OutboundRequest request, Interim interim)
      throws InterruptedException {
    Delivery delivery = new Delivery(request.message());
    Message.Response answer = calls.exchange(request.id(), delivery);
    // It may have been answered before it was known where it ends.
    delivery.answered();
    if (answer.whole().length() > LARGE) {
      tasks.mayTakeLong();
    }
    return answer;
  }

  @Override
  public void send(OutboundMessage message) throws InterruptedException {
    calls.requireOpen();
    outbox.put(message.body());
  }

  @Override
  public void listen(Map<String, String> headers) {
    // Messages of the backend's own accord come over the one pipe that there is.
  }

  @Override
  public boolean cancelsByClosing() {
    return false;
  }

  @Override
  public String diagnostics() {
    return errors.text();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      calls.close();
      outbox.close();
      child.end(times);
    }
  }

  private void read() {
    try {
      reader.run();
    } catch (IOException e) {
      LOG.debug("a pipe from a child process broke", e);
    } finally {
      drained.countDown();
    }
    brokenPipe("it closed its standard output");
  }

  private void drainErrors() {
    try {
      errors.drain(child.errors());
    } finally {
      drained.countDown();
    }
  }

  private void write() {
    try {
      writer.run();
    } catch (IOException e) {
      LOG.debug("a pipe to a child process broke", e);
      brokenPipe("it does not read its standard input");
    }
  }

  private void brokenPipe(String cause) {
    try {
      if (!child.awaitExit(EXIT_AFTER_BROKEN_PIPE)) {
        lost(cause);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitExit() {
    try {
      int code = child.awaitExit();
      child.sweep();
      if (!drained.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("a process outside the group of an exited child keeps its pipes open");
      }
      String lastLine = errors.lastLine();
      errors.note("exited with code " + code);
      lost("it exited with code " + code + (lastLine.isEmpty() ? "" : ": " + lastLine));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** A message on its way, whose answer tells how far the child has read. */
  private final class Delivery implements DuplexCalls.Sending {
    private final OutboundMessage message;
    private volatile long end;

    Delivery(OutboundMessage message) {
      this.message = message;
    }

    @Override
    public void send() throws InterruptedException {
      end = outbox.put(message.body());
    }

    @Override
    public void answered() {
      outbox.readTo(end);
    }
  }

  private void lost(String cause) {
    calls.lost(cause);
    outbox.close();
  }
}
