package io.onemcp.testkit;

import io.onemcp.core.runtime.Journal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A journal that lasts as long as what {@link #again} leads on to. Safe for use by many threads.
 */
public final class MemoryJournal implements Journal {
  private final List<byte[]> records;
  private final List<byte[]> written = new ArrayList<>();
  private final Map<Integer, byte[]> marks = new TreeMap<>();
  private int lastPlace;
  private Optional<String> trouble = Optional.empty();
  private boolean closed;

  /** Makes an empty journal. */
  public MemoryJournal() {
    this(List.of());
  }

  private MemoryJournal(List<byte[]> records) {
    this.records = records;
  }

  /** Ends this journal, as a crash does, and returns the one of the process that comes after. */
  public synchronized MemoryJournal again() {
    closed = true;
    return new MemoryJournal(Stream.concat(written.stream(), marks.values().stream()).toList());
  }

  /** From now on nothing can be kept, until {@link #replace} after it is well again. */
  public synchronized void fail(String why) {
    trouble = Optional.of(why);
  }

  /** Returns how many records are kept. */
  public synchronized int size() {
    return written.size();
  }

  /** Returns whether a text occurs in anything that is kept. */
  public synchronized boolean mentions(String text) {
    return Stream.concat(written.stream(), marks.values().stream())
        .anyMatch(record -> new String(record, StandardCharsets.UTF_8).contains(text));
  }

  @Override
  public synchronized List<byte[]> open() {
    written.addAll(records);
    return List.copyOf(records);
  }

  @Override
  public synchronized void append(byte[] record) {
    if (!closed && trouble.isEmpty() && record.length <= LONGEST) {
      written.add(record);
    }
  }

  @Override
  public synchronized int mark(byte[] record) {
    if (closed || trouble.isPresent() || record.length > LONGEST) {
      return -1;
    }
    lastPlace++;
    marks.put(lastPlace, record);
    return lastPlace;
  }

  @Override
  public synchronized void unmark(int place) {
    if (!closed) {
      marks.remove(place);
    }
  }

  @Override
  public synchronized boolean force() {
    return trouble.isEmpty();
  }

  @Override
  public synchronized void replace(List<byte[]> all) {
    if (!closed) {
      trouble = Optional.empty();
      written.clear();
      written.addAll(all);
    }
  }

  @Override
  public synchronized Optional<String> trouble() {
    return trouble;
  }

  @Override
  public synchronized void close() {
    closed = true;
  }
}
