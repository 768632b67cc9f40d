package io.onemcp.testkit;

import io.onemcp.core.runtime.StateFileException;
import io.onemcp.core.runtime.StateFiles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** State files that last as long as the object. */
public final class MemoryStateFiles implements StateFiles {
  private final Map<String, String> texts = new ConcurrentHashMap<>();
  private final Map<String, MemoryStateFiles> inner = new ConcurrentHashMap<>();
  private final Set<String> exposed = ConcurrentHashMap.newKeySet();

  /** Pretends that others than the owner can read what is under a name. */
  public void expose(String name) {
    exposed.add(name);
  }

  @Override
  public Optional<String> read(String name) {
    String location = location(name);
    if (exposed.contains(name)) {
      throw new StateFileException(location + ": open to others than its owner");
    }
    return Optional.ofNullable(texts.get(name));
  }

  @Override
  public void write(String name, String text) {
    location(name);
    texts.put(name, text);
    exposed.remove(name);
  }

  @Override
  public boolean create(String name, String text) {
    location(name);
    return texts.putIfAbsent(name, text) == null;
  }

  @Override
  public void remove(String name) {
    location(name);
    texts.remove(name);
    exposed.remove(name);
  }

  @Override
  public List<String> names() {
    return List.copyOf(texts.keySet());
  }

  @Override
  public StateFiles within(String name) {
    location(name);
    return inner.computeIfAbsent(name, _ -> new MemoryStateFiles());
  }

  @Override
  public String location(String name) {
    if (!name.matches("[a-z][a-z0-9.-]*")) {
      throw new IllegalArgumentException("state file: \"" + name + "\" (expected: a-z 0-9 . -)");
    }
    return "memory:" + name;
  }
}
