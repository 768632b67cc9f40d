package io.onemcp.core.stateful;

import io.onemcp.core.protocol.LogLevel;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.runtime.Journal;
import io.onemcp.core.runtime.TimeSource;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes down what open sessions need to go on in another life of the runtime, however this one
 * ends. A journal that cannot be written disturbs no session; it only means that those of this life
 * end with it, which {@link #trouble} tells.
 *
 * <p>A session is known here by the SHA-256 of its id: whoever reads the journal cannot use it.
 */
public final class SessionJournal implements AutoCloseable {
  /** Outdated records that are no reason yet to write the whole anew. */
  private static final int MOST_OUTDATED = 20_000;

  /** Shortest time between two attempts to write a journal in trouble anew. */
  private static final Duration MENDING = Duration.ofSeconds(2);

  private final Journal journal;
  private final TimeSource time;
  private final SessionRecords records;
  private final Map<String, SessionSeed> seeds = new HashMap<>();
  private long life;
  private long appended;
  private boolean closed;
  private Instant mended = Instant.MIN;

  /** Makes the journal of a runtime that has not begun. */
  public SessionJournal(Journal journal, TimeSource time) {
    this.journal = journal;
    this.time = time;
    this.records = new SessionRecords(this::append);
  }

  /** Returns what stands for an id. */
  static String digest(String id) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(id.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: missing (expected: part of every JDK)", e);
    }
  }

  /** Begins a life, and returns the sessions of the earlier ones. To be called once. */
  Collection<SessionSeed> begin() throws InterruptedException {
    SessionReading reading = new SessionReading(journal.open());
    List<SessionSeed> known;
    synchronized (this) {
      life = reading.nextLife();
      seeds.putAll(reading.seeds());
      known = List.copyOf(seeds.values());
      renew();
    }
    journal.force();
    return known;
  }

  /** Returns how many lives there were before this one. */
  synchronized long life() {
    return life;
  }

  /** Returns why sessions of this life would end with it; fit to be shown. */
  public Optional<String> trouble() {
    return journal.trouble();
  }

  /** Keeps a session, and waits until it is safe; without an interrupt never for long. */
  void opened(SessionSeed seed) throws InterruptedException {
    synchronized (this) {
      if (closed) {
        return;
      }
      seeds.put(seed.digest(), seed);
      seed.write(records);
    }
    journal.force();
  }

  /** Forgets a session. */
  synchronized void closed(SessionSeed seed) {
    if (!closed && seeds.remove(seed.digest()) != null) {
      records.closed(seed.digest());
    }
  }

  /** Takes note of a session's use, unless one not long before is known. */
  synchronized void used(SessionSeed seed, Instant when, Duration grain) {
    if (seed.used().plus(grain).isBefore(when)) {
      seed.used(when);
      write(seed, () -> records.used(seed.digest(), when));
    }
  }

  synchronized void level(SessionSeed seed, LogLevel level) {
    seed.level(level);
    write(seed, () -> records.level(seed.digest(), level));
  }

  synchronized void watched(SessionSeed seed, String uri) {
    if (seed.watch(uri)) {
      write(seed, () -> records.watched(seed.digest(), uri));
    }
  }

  synchronized void unwatched(SessionSeed seed, String uri) {
    if (seed.unwatch(uri)) {
      write(seed, () -> records.unwatched(seed.digest(), uri));
    }
  }

  /**
   * Takes note that a call is about to be carried out; what it returns is to be run when the call
   * has ended.
   */
  Runnable begun(SessionSeed seed, RequestId id) {
    if (!keeps(seed)) {
      return () -> {};
    }
    int place = journal.mark(SessionRecords.begun(seed.digest(), id));
    if (place >= 0) {
      return () -> journal.unmark(place);
    }
    synchronized (this) {
      seed.begun(id);
      write(seed, () -> records.append(SessionRecords.begun(seed.digest(), id)));
    }
    return () -> ended(seed, id);
  }

  private synchronized boolean keeps(SessionSeed seed) {
    return !closed && seeds.containsKey(seed.digest());
  }

  private synchronized void ended(SessionSeed seed, RequestId id) {
    seed.ended(id);
    write(seed, () -> records.ended(seed.digest(), id));
  }

  /** Returns whether a call of this id was under way when an earlier life ended. */
  synchronized boolean wasCut(SessionSeed seed, RequestId id) {
    return seed.wasCut(id);
  }

  synchronized List<String> watched(SessionSeed seed) {
    return seed.watched();
  }

  /** Nothing is written of a session that is not kept. */
  private void write(SessionSeed seed, Runnable record) {
    if (!closed && seeds.containsKey(seed.digest())) {
      record.run();
    }
  }

  /**
   * Under the lock, so that a record never gets behind a renewal that knows it; returns at once.
   */
  private void append(byte[] record) {
    journal.append(record);
    appended++;
    if (appended > 2L * seeds.size() + MOST_OUTDATED || isMendingDue()) {
      renew();
    }
  }

  /** A disk may have room again; to find out costs as much as all sessions together. */
  private boolean isMendingDue() {
    if (journal.trouble().isEmpty() || now().isBefore(mended.plus(MENDING))) {
      return false;
    }
    mended = now();
    return true;
  }

  /** Writes all that counts anew, if the journal is in trouble. */
  synchronized void mend() {
    if (!closed && journal.trouble().isPresent()) {
      renew();
    }
  }

  private void renew() {
    List<byte[]> whole = new ArrayList<>();
    SessionRecords out = new SessionRecords(whole::add);
    out.life(life);
    seeds.values().forEach(seed -> seed.write(out));
    appended = 0;
    journal.replace(whole);
  }

  /** Returns the time of day. */
  Instant now() {
    return time.now();
  }

  /** Ends the life: what happens to sessions from now on is not written down. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    journal.close();
  }
}
