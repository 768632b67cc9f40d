package io.onemcp.adapters.http.replay;

import io.onemcp.core.protocol.json.WireText;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * The latest events on the streams of one session. Bounded by number and by size; the oldest fall
 * out. Instead of an answer that falls out, a word about its loss is kept. Safe for use by many
 * threads.
 */
public final class ReplayBuffer implements AutoCloseable {
  /** What an event costs beside its text, in bytes; about what the heap says. */
  static final int OVERHEAD = 256;

  private final ReplayBuffers all;
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private long bytes;
  private boolean closed;

  ReplayBuffer(ReplayBuffers all) {
    this.all = all;
  }

  /** Keeps an event that a client can do without. */
  public void keep(EventPlace place, WireText message) {
    add(new Entry(place, message, Optional.empty()));
  }

  /**
   * Keeps an answer.
   *
   * @param loss a short answer, kept in its place when it falls out
   */
  public void keepAnswer(EventPlace place, WireText answer, WireText loss) {
    add(new Entry(place, answer, Optional.of(loss)));
  }

  /** Returns what is left of the events of a stream after a place, in order. */
  public List<Kept> after(EventPlace place) {
    synchronized (all) {
      return entries.stream()
          .filter(entry -> isOf(entry, place) && entry.place.place() > place.place())
          .map(entry -> new Kept(entry.place, entry.message))
          .sorted((one, other) -> Long.compare(one.place().place(), other.place().place()))
          .toList();
    }
  }

  /** Returns whether anything is left of a stream. */
  public boolean knows(EventPlace place) {
    synchronized (all) {
      return entries.stream().anyMatch(entry -> isOf(entry, place));
    }
  }

  /** Forgets everything, and keeps nothing from now on. */
  @Override
  public void close() {
    synchronized (all) {
      closed = true;
      entries.clear();
      charge(-bytes);
      all.emptied(this);
    }
  }

  private static boolean isOf(Entry entry, EventPlace place) {
    return entry.place.stream() == place.stream() && entry.place.session().equals(place.session());
  }

  private void add(Entry entry) {
    Optional<Entry> kept = entry.cost() <= all.maxBytes ? Optional.of(entry) : entry.remains();
    if (kept.isEmpty()) {
      return;
    }
    synchronized (all) {
      if (!closed) {
        put(kept.get());
        while (entries.size() > all.maxEvents || bytes > all.maxBytes) {
          giveUpOldest();
        }
        all.grown(this);
      }
    }
  }

  /** Lets the oldest event fall out. Under the common lock. */
  void giveUpOldest() {
    Entry oldest = entries.remove();
    charge(-oldest.cost());
    oldest.remains().ifPresent(this::put);
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  private void put(Entry entry) {
    entries.add(entry);
    charge(entry.cost());
  }

  private void charge(long more) {
    bytes += more;
    all.count(more);
  }

  /** An event that was kept. */
  public record Kept(EventPlace place, WireText message) {}

  /**
   * What the buffer holds of an event.
   *
   * @param loss what stays when it falls out
   */
  private record Entry(EventPlace place, WireText message, Optional<WireText> loss) {
    long cost() {
      return (long) OVERHEAD + message.length();
    }

    Optional<Entry> remains() {
      return loss.map(word -> new Entry(place, word, Optional.empty()));
    }
  }
}
