package io.onemcp.core.stateful;

import io.onemcp.core.catalog.View;
import io.onemcp.core.protocol.LogLevel;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * The records of a {@link SessionJournal}: JSON objects whose {@code is} names the kind, and {@code
 * of} the session. None holds a session's id, nor anything of what is said in a session.
 *
 * @param out takes each record
 */
record SessionRecords(Consumer<byte[]> out) {
  static final String LIFE = "life";
  static final String OPENED = "opened";
  static final String CLOSED = "closed";
  static final String USED = "used";
  static final String LEVEL = "level";
  static final String WATCHED = "watched";
  static final String UNWATCHED = "unwatched";
  static final String BEGUN = "begun";
  static final String ENDED = "ended";

  void life(long number) {
    put(new JsonWriter().put("is", LIFE).put("number", number));
  }

  void opened(String digest, ClientIdentity identity, Instant used) {
    JsonWriter record =
        of(OPENED, digest)
            .put("at", used.toEpochMilli())
            .put("caller", identity.caller().principal())
            .put("revision", identity.revision().wire())
            .put("clientInfo", identity.clientInfo())
            .put("capabilities", identity.capabilities());
    if (identity.view() instanceof View.OneBackend(var backend)) {
      record.put("backend", backend.value());
    }
    put(record);
  }

  void closed(String digest) {
    put(of(CLOSED, digest));
  }

  void used(String digest, Instant when) {
    put(of(USED, digest).put("at", when.toEpochMilli()));
  }

  void level(String digest, LogLevel level) {
    put(of(LEVEL, digest).put("level", level.wire()));
  }

  void watched(String digest, String uri) {
    put(of(WATCHED, digest).put("uri", uri));
  }

  void unwatched(String digest, String uri) {
    put(of(UNWATCHED, digest).put("uri", uri));
  }

  /** Put together by hand, as there is one for each call; a digest has nothing to escape. */
  static byte[] begun(String digest, RequestId id) {
    String record = "{\"is\":\"" + BEGUN + "\",\"of\":\"" + digest + "\",\"id\":" + id.json() + '}';
    return record.getBytes(StandardCharsets.UTF_8);
  }

  void append(byte[] record) {
    out.accept(record);
  }

  void ended(String digest, RequestId id) {
    put(of(ENDED, digest).put("id", id.json()));
  }

  private static JsonWriter of(String kind, String digest) {
    return new JsonWriter().put("is", kind).put("of", digest);
  }

  private void put(JsonWriter record) {
    append(record.json().utf8());
  }
}
