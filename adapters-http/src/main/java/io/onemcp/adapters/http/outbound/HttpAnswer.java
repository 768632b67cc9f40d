package io.onemcp.adapters.http.outbound;

import io.onemcp.core.backend.BackendRefusedException;
import io.onemcp.core.backend.MessageBuffer;
import io.onemcp.core.runtime.Tasks;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;

/** What an HTTP server answered; its body may still be coming. */
final class HttpAnswer implements AutoCloseable {
  private static final int CHUNK = 16 << 10;

  /** What is read at once of a body that is known to be large: each time is a system call. */
  private static final int LARGE_CHUNK = 64 << 10;

  private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");
  private static final int SHOWN_CHARACTERS = 200;

  /** Bytes behind an answered request that are worth reading to use the connection again. */
  private static final int WORTH_READING = 16 << 10;

  private final HttpUriRequestBase request;
  private final ClassicHttpResponse response;
  private final Runnable large;
  private final Runnable closed;
  private boolean atEnd;
  private boolean handedOver;

  /**
   * Takes an answer over.
   *
   * @param large is run before much of a body is read
   * @param closed is run at the end
   */
  HttpAnswer(
      HttpUriRequestBase request, ClassicHttpResponse response, Runnable large, Runnable closed) {
    this.request = request;
    this.response = response;
    this.large = large;
    this.closed = closed;
  }

  int status() {
    return response.getCode();
  }

  boolean isSuccess() {
    return status() >= 200 && status() < 300;
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
  }

  boolean isEventStream() {
    return header("Content-Type").filter(type -> type.startsWith("text/event-stream")).isPresent();
  }

  InputStream stream() throws IOException {
    HttpEntity entity = response.getEntity();
    return entity == null ? InputStream.nullInputStream() : new Counted(entity.getContent());
  }

  /** Reads the whole body; overlong if it is longer than the bound. */
  MessageBuffer body(int maxBytes) throws IOException {
    MessageBuffer body = new MessageBuffer(maxBytes);
    HttpEntity entity = response.getEntity();
    body.expect(entity == null ? 0 : entity.getContentLength());
    InputStream in = stream();
    byte[] chunk = new byte[chunkSize()];
    if (chunk.length == LARGE_CHUNK) {
      large.run();
    }
    int count = in.read(chunk);
    while (count >= 0 && !body.isOverlong()) {
      body.append(chunk, 0, count);
      count = in.read(chunk);
    }
    atEnd = count < 0;
    return body;
  }

  /** Returns room for what was announced, and for the look behind it. */
  private int chunkSize() {
    HttpEntity entity = response.getEntity();
    long announced = entity == null ? 0 : entity.getContentLength();
    return announced < 0 ? CHUNK : (int) Math.min(LARGE_CHUNK, announced + 1);
  }

  /** Makes the exception that says what came in place of a message. */
  BackendRefusedException refusal(MessageBuffer body) {
    return new BackendRefusedException(status(), shown(body), retryIn());
  }

  /** When the server wants to be asked again; dates are as good as nothing said. */
  private Optional<Duration> retryIn() {
    return header("Retry-After")
        .map(String::strip)
        .filter(value -> SECONDS.matcher(value).matches())
        .map(value -> Duration.ofSeconds(Long.parseLong(value)));
  }

  private String shown(MessageBuffer body) {
    String text = body.text().replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    String shown = text.substring(0, Math.min(text.length(), SHOWN_CHARACTERS));
    return "HTTP status " + status() + (shown.isEmpty() ? "" : ": " + shown);
  }

  /**
   * Gives the rest of the stream a moment to end, on a thread of its own: then its connection can
   * be used again.
   */
  void endSoon(Tasks tasks, Duration bound) {
    handedOver = true;
    Tasks.Task limit = tasks.after(bound, request::abort);
    tasks.start("end of an answered stream", () -> end(limit));
  }

  /** Ends the exchange; a body that has not been read to its end takes the connection with it. */
  @Override
  public void close() {
    if (!handedOver) {
      release();
    }
  }

  private void end(Tasks.Task limit) {
    try {
      body(WORTH_READING);
    } catch (IOException _) {
      atEnd = false;
    } finally {
      limit.cancel();
      release();
    }
  }

  private void release() {
    if (!atEnd) {
      request.abort();
    }
    try {
      response.close();
    } catch (IOException _) {
      // The connection is gone, which is all that closing is for.
      atEnd = false;
    } finally {
      closed.run();
    }
  }

  /** Says when it turns out that much is read, however long that was kept quiet. */
  private final class Counted extends FilterInputStream {
    private long left = LARGE_CHUNK;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int next = super.read();
      count(next < 0 ? 0 : 1);
      return next;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = super.read(into, offset, length);
      count(Math.max(count, 0));
      return count;
    }

    private void count(int more) {
      boolean few = left > 0;
      left -= more;
      if (few && left <= 0) {
        large.run();
      }
    }
  }
}
