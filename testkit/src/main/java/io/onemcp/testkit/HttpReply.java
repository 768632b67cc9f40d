package io.onemcp.testkit;

import com.sun.net.httpserver.HttpExchange;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.Message;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The answer to one POST: JSON if the answer is all that there is to say, a stream otherwise. */
final class HttpReply implements Wire {
  private final ScriptedHttp http;
  private final HttpExchange exchange;
  private final Era era;
  private final @Nullable EventLog log;
  private @Nullable OutgoingEvents stream;
  private boolean answered;
  private boolean broken;

  HttpReply(ScriptedHttp http, HttpExchange exchange, Era era, @Nullable EventLog log) {
    this.http = http;
    this.exchange = exchange;
    this.era = era;
    this.log = log;
  }

  @Override
  public synchronized void frame(byte[] text) throws IOException {
    Message message = http.server().decode(text).orElse(null);
    boolean last = message instanceof Message.Response;
    answered |= last;
    if (stream == null && message instanceof Message.Response response && !http.alwaysStreams()) {
      http.json(exchange, ErrorCodes.httpStatus(response, era), text);
      return;
    }
    String id = log == null ? "" : log.add(text, last);
    if (!broken) {
      openStream().event("message", id, text);
    }
  }

  /** The handshake's own answer is the first to name the session. */
  @Override
  public Object session() {
    String fresh = exchange.getResponseHeaders().getFirst(ScriptedHttp.SESSION_HEADER);
    String known = exchange.getRequestHeaders().getFirst(ScriptedHttp.SESSION_HEADER);
    return String.valueOf(fresh == null ? known : fresh);
  }

  /** Ends the exchange; without an answer the client sees the stream break. */
  synchronized void finish() throws IOException {
    if (broken && log == null) {
      throw new IOException("broken off, as the script says");
    }
    if (!answered && stream == null && !broken) {
      openStream();
    }
    exchange.close();
  }

  @Override
  public synchronized void breakOff() {
    broken = true;
    if (log != null) {
      try {
        OutgoingEvents events = openStream();
        events.event("message", log.add(new byte[0], false), new byte[0]);
        events.retry(10);
        events.close();
      } catch (IOException _) {
        // Broken already, which is what the script wants.
        answered = true;
      }
    }
  }

  @Override
  public synchronized void die() {
    http.forgetSessions();
    try {
      answered = true;
      http.unknownSession(exchange);
    } catch (IOException _) {
      // The client has gone, and so has the session.
      broken = true;
    }
  }

  @Override
  public void hang() {
    try {
      openStream().awaitGone();
    } catch (IOException _) {
      // The client has gone already.
      return;
    }
  }

  private synchronized OutgoingEvents openStream() throws IOException {
    OutgoingEvents open = stream;
    if (open == null) {
      open = OutgoingEvents.open(exchange);
      stream = open;
    }
    return open;
  }
}
