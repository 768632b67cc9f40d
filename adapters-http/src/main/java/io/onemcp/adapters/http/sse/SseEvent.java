package io.onemcp.adapters.http.sse;

import io.onemcp.core.backend.MessageBuffer;

/**
 * One event of a stream.
 *
 * @param type {@code message} where the stream names none
 * @param data its data, with line feeds between its lines; overlong if over the reader's bound, and
 *     valid until the next event is read
 */
public record SseEvent(String type, MessageBuffer data) {
  public static final String MESSAGE = "message";
}
