package io.onemcp.core.fake;

import io.onemcp.core.runtime.StateFileException;
import io.onemcp.core.runtime.StateFiles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/** State files in memory, which can be damaged, and a disk that can be full. */
public final class MemoryFiles implements StateFiles {
  /** The name of each text that was written, in order. */
  public final BlockingQueue<String> written = new LinkedBlockingQueue<>();

  private final Map<String, String> texts = new ConcurrentHashMap<>();
  private final Map<String, MemoryFiles> inner = new ConcurrentHashMap<>();
  private volatile boolean full;

  /** From now on nothing can be written, or it can again. */
  public void full(boolean now) {
    full = now;
  }

  /** Returns the only text. */
  public String only() {
    return new TreeMap<>(texts).firstEntry().getValue();
  }

  /** Replaces a part of every text. */
  public void damage(String part, String other) {
    texts.replaceAll((_, text) -> text.replace(part, other));
  }

  @Override
  public Optional<String> read(String name) {
    return Optional.ofNullable(texts.get(name));
  }

  @Override
  public void write(String name, String text) {
    if (full) {
      throw new StateFileException(location(name) + ": no space left");
    }
    texts.put(name, text);
    written.add(name);
  }

  @Override
  public boolean create(String name, String text) {
    boolean isNew = read(name).isEmpty();
    if (isNew) {
      write(name, text);
    }
    return isNew;
  }

  @Override
  public void remove(String name) {
    texts.remove(name);
  }

  @Override
  public List<String> names() {
    return List.copyOf(texts.keySet());
  }

  @Override
  public MemoryFiles within(String name) {
    return inner.computeIfAbsent(name, _ -> new MemoryFiles());
  }

  @Override
  public String location(String name) {
    return "memory:" + name;
  }
}
