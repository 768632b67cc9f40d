package io.onemcp.core.stateful;

import io.onemcp.core.protocol.LogLevel;
import io.onemcp.core.protocol.RequestId;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that a session needs to grow again in a runtime's next life. What changes in it is guarded by
 * its {@link SessionJournal}, which writes each change down.
 */
final class SessionSeed {
  /** Most calls of earlier lives that one session is told about. */
  private static final int MOST_CUT = 1_024;

  private static final int MOST_WATCHED = 1_024;

  private final String digest;
  private final ClientIdentity identity;
  private final Set<String> watched = new LinkedHashSet<>();
  private final Set<RequestId> running = new LinkedHashSet<>();
  private final LinkedHashSet<RequestId> cut = new LinkedHashSet<>();
  private @Nullable LogLevel level;
  private Instant used;

  /**
   * Makes the seed of a session that was just opened.
   *
   * @param digest stands for the session's id, which is a secret
   */
  SessionSeed(String digest, ClientIdentity identity, Instant used) {
    this.digest = digest;
    this.identity = identity;
    this.used = used;
  }

  String digest() {
    return digest;
  }

  ClientIdentity identity() {
    return identity;
  }

  Instant used() {
    return used;
  }

  void used(Instant when) {
    used = when;
  }

  Optional<LogLevel> level() {
    return Optional.ofNullable(level);
  }

  void level(LogLevel wanted) {
    level = wanted;
  }

  List<String> watched() {
    return List.copyOf(watched);
  }

  boolean watch(String uri) {
    return watched.size() < MOST_WATCHED && watched.add(uri);
  }

  boolean unwatch(String uri) {
    return watched.remove(uri);
  }

  void begun(RequestId id) {
    running.add(id);
  }

  void ended(RequestId id) {
    running.remove(id);
  }

  /** What runs was cut off: the runtime begins another life. */
  void cutOff() {
    cut.addAll(running);
    running.clear();
    while (cut.size() > MOST_CUT) {
      cut.removeFirst();
    }
  }

  boolean wasCut(RequestId id) {
    return cut.contains(id);
  }

  /** Writes the whole down. */
  void write(SessionRecords out) {
    out.opened(digest, identity, used);
    level().ifPresent(wanted -> out.level(digest, wanted));
    watched.forEach(uri -> out.watched(digest, uri));
    cut.forEach(id -> out.append(SessionRecords.begun(digest, id)));
    running.forEach(id -> out.append(SessionRecords.begun(digest, id)));
  }
}
