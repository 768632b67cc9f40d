package io.onemcp.adapters.http.outbound;

import io.onemcp.adapters.http.sse.SseEvent;
import io.onemcp.adapters.http.sse.SseReader;
import io.onemcp.core.backend.BackendInlet;
import io.onemcp.core.backend.BackendLostException;
import io.onemcp.core.backend.BackendRefusedException;
import io.onemcp.core.backend.Interim;
import io.onemcp.core.backend.MessageBuffer;
import io.onemcp.core.config.Limits;
import io.onemcp.core.protocol.Decoded;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.MessageCodec;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Finds the answer to one request in what an HTTP server sent back. */
final class AnswerReader {
  private static final int SAMPLE_BYTES = 200;

  private final MessageCodec codec;
  private final Limits limits;
  private final BackendInlet inlet;
  private final RequestId id;
  private final Interim interim;

  AnswerReader(
      MessageCodec codec, Limits limits, BackendInlet inlet, RequestId id, Interim interim) {
    this.codec = codec;
    this.limits = limits;
    this.inlet = inlet;
    this.id = id;
    this.interim = interim;
  }

  /**
   * Reads a body that is no stream.
   *
   * @throws BackendRefusedException if it is no JSON-RPC answer
   */
  Message.Response readJson(HttpAnswer answer) throws IOException {
    MessageBuffer body = answer.body(limits.maxBackendMessageBytes());
    if (body.isOverlong()) {
      throw tooLong();
    }
    byte[] text = body.array();
    return take(codec.decode(text, body.size()), text, answer.isSuccess())
        .orElseThrow(() -> answer.refusal(body));
  }

  /** Reads a stream up to the answer; empty if the stream ends in good order before it. */
  Optional<Message.Response> readStream(SseReader events) throws IOException {
    for (Optional<SseEvent> next = events.next(); next.isPresent(); next = events.next()) {
      Optional<Message.Response> found = take(next.get());
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Message.Response> take(SseEvent event) {
    MessageBuffer data = event.data();
    if (data.isOverlong()) {
      throw tooLong();
    }
    if (data.isEmpty() || !event.type().equals(SseEvent.MESSAGE)) {
      return Optional.empty();
    }
    byte[] text = data.array();
    return take(codec.decode(text, data.size()), text, true);
  }

  private Optional<Message.Response> take(Decoded decoded, byte[] text, boolean reportGarbage) {
    switch (decoded) {
      case Decoded.Single(Message.Response response) -> {
        return Optional.of(attributed(response));
      }
      case Decoded.Single(Message message) -> interim.accept(message);
      case Decoded.Batch(var entries) -> {
        return takeAll(entries);
      }
      case Decoded.NoMessage _, Decoded.NoJson _ -> {
        if (reportGarbage) {
          inlet.garbage(
              new String(text, 0, Math.min(text.length, SAMPLE_BYTES), StandardCharsets.UTF_8));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Message.Response> takeAll(Iterable<Json> batch) {
    Optional<Message.Response> found = Optional.empty();
    for (Json entry : batch) {
      Optional<Message.Response> next = take(codec.decode(entry), entry.utf8(), true);
      found = next.isPresent() ? next : found;
    }
    return found;
  }

  /** An error may come without the id, or with one made up: it stands in answer to our request. */
  private Message.Response attributed(Message.Response response) {
    if (id.equals(response.id())) {
      return response;
    }
    if (response instanceof Message.Failure(Json whole, _, var error)) {
      return new Message.Failure(whole.patch().set(id.json(), "id").json(), id, error);
    }
    throw new BackendLostException("the backend answered another request than it was asked");
  }

  private static BackendLostException tooLong() {
    return new BackendLostException("the answer is longer than the limit for one message");
  }
}
