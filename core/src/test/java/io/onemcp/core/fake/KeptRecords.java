package io.onemcp.core.fake;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.runtime.Journal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A journal in memory; {@link #again} is what the next process finds. */
public final class KeptRecords implements Journal {
  private final List<byte[]> records = new ArrayList<>();
  private final Map<Integer, byte[]> marks = new TreeMap<>();
  private int lastPlace;
  private Optional<String> trouble = Optional.empty();
  private boolean closed;

  /** Takes nothing more, as if the process had been killed, and returns what is left. */
  public synchronized KeptRecords again() {
    closed = true;
    KeptRecords next = new KeptRecords();
    next.records.addAll(records);
    next.records.addAll(marks.values());
    return next;
  }

  /** From now on nothing is kept, until all is written anew. */
  public synchronized void fail() {
    trouble = Optional.of("no room");
  }

  /** Returns everything that is kept, as text. */
  public synchronized String text() {
    StringBuilder text = new StringBuilder();
    for (Collection<byte[]> kept : List.of(records, marks.values())) {
      kept.forEach(record -> text.append(new String(record, StandardCharsets.UTF_8)).append('\n'));
    }
    return text.toString();
  }

  /** Waits until the word stands in some record. */
  public synchronized void await(String word) throws InterruptedException {
    long end = System.nanoTime() + Waiting.PATIENCE.toNanos();
    while (!text().contains(word)) {
      long left = end - System.nanoTime();
      assertThat(left).as("time left for \"" + word + "\" to be written").isPositive();
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /** Returns how many records there are. */
  public synchronized int size() {
    return records.size();
  }

  @Override
  public synchronized List<byte[]> open() {
    return List.copyOf(records);
  }

  @Override
  public synchronized void append(byte[] record) {
    if (!closed && trouble.isEmpty()) {
      records.add(record);
      notifyAll();
    }
  }

  @Override
  public synchronized int mark(byte[] record) {
    if (closed || trouble.isPresent()) {
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
      records.clear();
      records.addAll(all);
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
