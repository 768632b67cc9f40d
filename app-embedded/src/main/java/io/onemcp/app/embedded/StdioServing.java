package io.onemcp.app.embedded;

import io.onemcp.core.protocol.Decoded;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.MessageCodec;
import io.onemcp.core.protocol.json.JsonReader;
import io.onemcp.core.runtime.Tasks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a {@link ToolServer} over a pair of streams, one message a line, each request on a thread
 * of its own. Many requests under way hold back the reading of more.
 */
public final class StdioServing {
  private static final Logger LOG = LoggerFactory.getLogger(StdioServing.class);
  private static final int MAX_CALLS = 256;
  private static final long PATIENCE_SECONDS = 30;

  private final ServerSpeech speech;
  private final OutputStream out;
  private final Tasks tasks;
  private final MessageCodec codec = new MessageCodec(JsonReader.DEFAULT_MAX_DEPTH);
  private final Semaphore places = new Semaphore(MAX_CALLS);

  private StdioServing(ServerSpeech speech, OutputStream out, Tasks tasks) {
    this.speech = speech;
    this.out = out;
    this.tasks = tasks;
  }

  /**
   * Serves until the input ends, and what runs then has been answered; it waits for that no longer
   * than 30 seconds. An interrupt ends that wait, and stays set.
   */
  public static void serve(
      ToolServer server, Era era, InputStream in, OutputStream out, Tasks tasks) {
    StdioServing serving = new StdioServing(server.speech(era), out, tasks);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        serving.take(line);
      }
      if (!serving.places.tryAcquire(MAX_CALLS, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("requests were still under way when the input had ended");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException("input: cannot be read", e);
    }
  }

  private void take(String line) throws InterruptedException {
    if (codec.decode(line.getBytes(StandardCharsets.UTF_8))
        instanceof Decoded.Single(Request request)) {
      places.acquire();
      tasks.start("request", () -> answer(request));
    }
  }

  private void answer(Request request) {
    try {
      write(speech.answer(request, this::write));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      places.release();
    }
  }

  private synchronized void write(Message message) {
    try {
      message.whole().wire().writeTo(out);
      out.write('\n');
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("output: cannot be written", e);
    }
  }
}
