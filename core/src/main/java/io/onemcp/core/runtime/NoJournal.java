package io.onemcp.core.runtime;

import java.util.List;
import java.util.Optional;

/** The journal of a runtime that keeps nothing. */
final class NoJournal implements Journal {
  @Override
  public List<byte[]> open() {
    return List.of();
  }

  @Override
  public void append(byte[] record) {}

  @Override
  public int mark(byte[] record) {
    return 0;
  }

  @Override
  public void unmark(int place) {}

  @Override
  public boolean force() {
    return true;
  }

  @Override
  public void replace(List<byte[]> records) {}

  @Override
  public Optional<String> trouble() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
