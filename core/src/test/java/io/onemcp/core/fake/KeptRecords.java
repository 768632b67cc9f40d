package io.onemcp.core.fake;

import io.onemcp.core.runtime.Journal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A journal in memory; {@link #again} is what the next process finds. */
public final class KeptRecords implements Journal {
  private final List<byte[]> records = new ArrayList<>();
  private Optional<String> trouble = Optional.empty();
  private boolean closed;

  /** Takes nothing more, as if the process had been killed, and returns what is left. */
  public synchronized KeptRecords again() {
    closed = true;
    KeptRecords next = new KeptRecords();
    next.records.addAll(records);
    return next;
  }

  /** From now on nothing is kept, until all is written anew. */
  public synchronized void fail() {
    trouble = Optional.of("no room");
  }

  /** Returns everything that is kept, as text. */
  public synchronized String text() {
    StringBuilder text = new StringBuilder();
    records.forEach(record -> text.append(new String(record, StandardCharsets.UTF_8)).append('\n'));
    return text.toString();
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
