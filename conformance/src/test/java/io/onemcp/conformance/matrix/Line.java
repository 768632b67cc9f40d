package io.onemcp.conformance.matrix;

import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.ClientAnswer;
import io.onemcp.testkit.EventStream;
import io.onemcp.testkit.ScriptedClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One way in and one way out for all messages of a client. */
interface Line extends AutoCloseable {
  /** Sends one message. */
  void write(String text) throws InterruptedException;

  /** Hands over everything that comes, until the end. */
  void read(Consumer<Json> taker) throws InterruptedException;

  @Override
  void close();

  /** Opens the stream of an HTTP+SSE server, and waits for the address to post to. */
  static Line sse(URI stream) throws InterruptedException {
    ScriptedClient reading = ScriptedClient.of(stream);
    EventStream events = reading.get("Accept", "text/event-stream").events();
    String endpoint = events.next().orElseThrow().data();
    return new Sse(reading, events, ScriptedClient.of(stream.resolve(endpoint)));
  }

  /** Starts a program. */
  static Line pipe(String command, List<String> arguments) {
    List<String> whole = new ArrayList<>(List.of(command));
    whole.addAll(arguments);
    try {
      return new Pipe(
          new ProcessBuilder(whole).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A stream of events, and posts. */
  record Sse(ScriptedClient reading, EventStream events, ScriptedClient posting) implements Line {
    @Override
    public void write(String text) throws InterruptedException {
      try (ClientAnswer answer = posting.post(text)) {
        if (answer.status() != 202) {
          throw new AssertionError("HTTP " + answer.status() + " (expected: 202)");
        }
      }
    }

    @Override
    public void read(Consumer<Json> taker) throws InterruptedException {
      events.forEachMessage(taker);
    }

    @Override
    public void close() {
      reading.close();
      posting.close();
    }
  }

  /** The standard streams of a child process. */
  record Pipe(Process process) implements Line {
    @Override
    public void write(String text) {
      try {
        process.getOutputStream().write((text + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void read(Consumer<Json> taker) {
      try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
        for (String next = lines.readLine(); next != null; next = lines.readLine()) {
          taker.accept(Json.of(next));
        }
      } catch (IOException _) {
        // The program was ended.
        process.destroy();
      }
    }

    @Override
    public void close() {
      process.destroy();
    }
  }
}
