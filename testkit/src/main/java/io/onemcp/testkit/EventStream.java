package io.onemcp.testkit;

import io.onemcp.core.protocol.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Server-sent events as they come in; read by a virtual thread, so that a test can time out. */
public final class EventStream implements AutoCloseable {
  private static final ServerEvent END = new ServerEvent("end of stream", "", "");

  private final InputStream in;
  private final BlockingQueue<ServerEvent> events = new LinkedBlockingQueue<>();

  EventStream(InputStream in) {
    this.in = in;
    Thread.ofVirtual().name("event stream").start(this::read);
  }

  /** Waits, for 10 seconds at most, for the next event; empty at the end of the stream. */
  public Optional<ServerEvent> next() throws InterruptedException {
    ServerEvent next = events.poll(Received.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    if (next == null) {
      throw new AssertionError("no event came within 10 s");
    }
    if (next.equals(END)) {
      events.add(END);
      return Optional.empty();
    }
    return Optional.of(next);
  }

  /**
   * Waits, for 10 seconds at most, for the next event with data, and reads it as JSON.
   *
   * @throws AssertionError if the stream ends before
   */
  public Json nextMessage() throws InterruptedException {
    for (Optional<ServerEvent> next = next(); next.isPresent(); next = next()) {
      if (!next.get().data().isEmpty()) {
        return Json.of(next.get().data());
      }
    }
    throw new AssertionError("the stream ended (expected: a message)");
  }

  /** Hands over all messages until the end of the stream, however long that takes. */
  public void forEachMessage(Consumer<Json> taker) throws InterruptedException {
    for (ServerEvent next = events.take(); !next.equals(END); next = events.take()) {
      if (!next.data().isEmpty()) {
        taker.accept(Json.of(next.data()));
      }
    }
    events.add(END);
  }

  /** Returns whether an event is here already; never waits. */
  public boolean isEmpty() {
    return events.isEmpty();
  }

  /** Closes the stream, and with it the connection. */
  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      Building event = new Building();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          event.build().ifPresent(events::add);
          event = new Building();
        } else {
          event.field(line);
        }
      }
    } catch (IOException _) {
      // The test closed it, or the server broke it: both are the end.
    } finally {
      events.add(END);
    }
  }

  /** One event; {@code type} and {@code id} are empty where the server gave none. */
  public record ServerEvent(String type, String id, String data) {}

  private static final class Building {
    private String type = "";
    private String id = "";
    private @Nullable StringBuilder data;

    void field(String line) {
      int colon = line.indexOf(':');
      String name = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1);
      value = value.startsWith(" ") ? value.substring(1) : value;
      switch (name) {
        case "event" -> type = value;
        case "id" -> id = value;
        case "data" ->
            data = data == null ? new StringBuilder(value) : data.append('\n').append(value);
        default -> {
          // Comments and retry hints are nothing that a test has to see.
        }
      }
    }

    Optional<ServerEvent> build() {
      return Optional.ofNullable(data).map(text -> new ServerEvent(type, id, text.toString()));
    }
  }
}
