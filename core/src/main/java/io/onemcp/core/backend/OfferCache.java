package io.onemcp.core.backend;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.runtime.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What each backend offered last, kept from one life of the runtime to the next. Nothing that goes
 * wrong with a file reaches anybody: it is logged, told by {@link #problem()}, and counts as
 * nothing kept. Safe for use by many threads.
 */
public final class OfferCache implements AutoCloseable {
  /** Changes within this time are written once. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** What could not be written is tried again after this time. */
  private static final Duration AGAIN = Duration.ofSeconds(2);

  private final Optional<OfferFiles> files;
  private final Tasks tasks;
  private final Map<BackendName, Entry> waiting = new LinkedHashMap<>();
  private boolean due;
  private boolean closed;

  private OfferCache(Optional<OfferFiles> files, Tasks tasks) {
    this.files = files;
    this.tasks = tasks;
  }

  /** Makes a cache that writes on a thread of its own. */
  public static OfferCache in(OfferFiles files, Tasks tasks) {
    return new OfferCache(Optional.of(files), tasks);
  }

  /** Makes a cache that keeps nothing. */
  public static OfferCache none(Tasks tasks) {
    return new OfferCache(Optional.empty(), tasks);
  }

  /** Returns what is wrong with the files, while it is; never a word about their content. */
  public Optional<String> problem() {
    return files.flatMap(OfferFiles::problem);
  }

  /** Forgets what belongs to no backend of these. May block on files. */
  public void retain(Collection<BackendName> names) {
    files.ifPresent(kept -> kept.retain(names));
  }

  /**
   * Returns what the backend offered last, with the bytes of then; empty if it was configured
   * otherwise. May block on a file.
   */
  Optional<Offer> recall(BackendDefinition definition) {
    return files.flatMap(kept -> kept.read(definition));
  }

  /** Keeps an offer, sooner or later; never blocks. */
  void keep(BackendDefinition definition, Offer offer) {
    if (files.isPresent()) {
      put(new Entry(definition, offer));
    }
  }

  private synchronized void put(Entry entry) {
    waiting.put(entry.definition().name(), entry);
    plan(PAUSE);
  }

  private synchronized void plan(Duration pause) {
    if (!due && !closed && !waiting.isEmpty()) {
      due = true;
      tasks.after(pause, () -> tasks.start("offer-cache", this::write));
    }
  }

  private void write() {
    boolean all = false;
    try {
      all = writeAll();
    } finally {
      synchronized (this) {
        due = false;
      }
      plan(all ? PAUSE : AGAIN);
    }
  }

  /** Returns false if something could not be written, which waits again. */
  private boolean writeAll() {
    List<Entry> failed = new ArrayList<>();
    Optional<Entry> next = take();
    while (next.isPresent()) {
      Entry entry = next.get();
      if (files.isPresent() && !files.get().write(entry.definition(), entry.offer())) {
        failed.add(entry);
      }
      next = take();
    }
    synchronized (this) {
      failed.forEach(entry -> waiting.putIfAbsent(entry.definition().name(), entry));
    }
    return failed.isEmpty();
  }

  private synchronized Optional<Entry> take() {
    Optional<Entry> first = waiting.values().stream().findFirst();
    first.ifPresent(entry -> waiting.remove(entry.definition().name()));
    return first;
  }

  /** Writes what waits; nothing is written afterwards. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    writeAll();
  }

  private record Entry(BackendDefinition definition, Offer offer) {}
}
