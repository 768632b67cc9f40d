package io.onemcp.core.stateful;

import io.onemcp.core.access.Caller;
import io.onemcp.core.catalog.View;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.protocol.LogLevel;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonReader;
import io.onemcp.core.protocol.json.MalformedJsonException;
import io.onemcp.core.runtime.Journal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the records of earlier lives add up to. A record that makes no sense is passed over. */
final class SessionReading {
  private final JsonReader reader = new JsonReader(Journal.LONGEST);
  private final Map<String, SessionSeed> seeds = new LinkedHashMap<>();
  private long lastLife = -1;

  SessionReading(List<byte[]> records) {
    records.forEach(this::read);
    seeds.values().forEach(SessionSeed::cutOff);
  }

  /** Returns the sessions that nobody has ended. */
  Map<String, SessionSeed> seeds() {
    return seeds;
  }

  /** Returns the number of the life that begins now; the first one is 0. */
  long nextLife() {
    return lastLife + 1;
  }

  private void read(byte[] bytes) {
    try {
      Json record = reader.read(bytes);
      String kind = String.valueOf(record.text("is"));
      String digest = String.valueOf(record.text("of"));
      switch (kind) {
        case SessionRecords.LIFE -> lastLife = Math.max(lastLife, number(record, "number"));
        case SessionRecords.OPENED ->
            seed(digest, record).ifPresent(seed -> seeds.put(digest, seed));
        case SessionRecords.CLOSED -> seeds.remove(digest);
        default -> {
          SessionSeed seed = seeds.get(digest);
          if (seed != null) {
            change(seed, kind, record);
          }
        }
      }
    } catch (MalformedJsonException | IllegalArgumentException _) {
      // Written by a version that knows more: the rest is as good as before.
    }
  }

  private static void change(SessionSeed seed, String kind, Json record) {
    switch (kind) {
      case SessionRecords.USED -> seed.used(instant(record));
      case SessionRecords.LEVEL ->
          Optional.ofNullable(record.text("level")).flatMap(LogLevel::of).ifPresent(seed::level);
      case SessionRecords.WATCHED -> seed.watch(String.valueOf(record.text("uri")));
      case SessionRecords.UNWATCHED -> seed.unwatch(String.valueOf(record.text("uri")));
      case SessionRecords.BEGUN -> id(record).ifPresent(seed::begun);
      case SessionRecords.ENDED -> id(record).ifPresent(seed::ended);
      default -> {}
    }
  }

  private static Optional<SessionSeed> seed(String digest, Json record) {
    String backend = record.text("backend");
    View view = backend == null ? View.EVERYTHING : new View.OneBackend(new BackendName(backend));
    return Revision.of(String.valueOf(record.text("revision")))
        .map(revision ->
            new ClientIdentity(
                new Caller(String.valueOf(record.text("caller"))),
                view,
                revision,
                object(record.at("clientInfo")),
                object(record.at("capabilities"))))
        .map(identity -> new SessionSeed(digest, identity, instant(record)));
  }

  private static Json object(@Nullable Json value) {
    return value == null ? Json.EMPTY_OBJECT : value;
  }

  private static Optional<RequestId> id(Json record) {
    return Optional.ofNullable(record.at("id")).flatMap(RequestId::of);
  }

  private static Instant instant(Json record) {
    return Instant.ofEpochMilli(number(record, "at"));
  }

  private static long number(Json record, String name) {
    return Long.parseLong(String.valueOf(record.at(name)));
  }
}
