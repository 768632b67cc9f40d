package io.onemcp.core.config;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What one configuration says otherwise than another: a pure function of both. It names servers and
 * keys, and holds values only where they are needed to act; {@link #lines} and {@code toString}
 * tell none.
 *
 * @param backends the backends that differ, in the order of their names
 * @param applied keys of the gateway itself that take effect at once
 * @param pending keys of the gateway itself that take effect when it is started again
 */
public record ConfigDiff(List<BackendChange> backends, List<String> applied, List<String> pending) {
  public ConfigDiff {
    backends = List.copyOf(backends);
    applied = List.copyOf(applied);
    pending = List.copyOf(pending);
  }

  /**
   * Compares two configurations.
   *
   * @param started the one that the gateway was started with, whose values stay in effect where a
   *     change needs a restart of the gateway
   */
  public static ConfigDiff between(
      GatewayConfig before, GatewayConfig after, GatewayConfig started) {
    List<String> applied = new ArrayList<>();
    List<String> pending = new ArrayList<>();
    for (Setting setting : Setting.values()) {
      if (setting.differs(before, after)) {
        boolean inEffect = setting.isLive() || !setting.differs(started, after);
        (inEffect ? applied : pending).add(setting.key());
      }
    }
    return new ConfigDiff(backends(byName(before), byName(after)), applied, pending);
  }

  /** Returns whether both say the same. */
  public boolean isEmpty() {
    return backends.isEmpty() && applied.isEmpty() && pending.isEmpty();
  }

  /** Returns whether tools and prompts get other names. */
  public boolean renames() {
    return applied.stream().anyMatch(key -> key.startsWith("runtime.naming."));
  }

  /** Tells every difference in a line of its own, by names only. */
  public List<String> lines() {
    return Stream.of(
            backends.stream().map(BackendChange::told),
            applied.stream().map(key -> "~ " + key),
            pending.stream().map(key -> "~ " + key + " (needs a restart of the gateway)"))
        .flatMap(lines -> lines)
        .toList();
  }

  @Override
  public String toString() {
    return String.join("; ", lines());
  }

  private static List<BackendChange> backends(
      SortedMap<BackendName, BackendDefinition> before,
      SortedMap<BackendName, BackendDefinition> after) {
    SortedSet<BackendName> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    List<BackendChange> changes = new ArrayList<>();
    for (BackendName name : names) {
      BackendDefinition old = before.get(name);
      BackendDefinition next = after.get(name);
      if (next == null) {
        changes.add(new BackendChange.Removed(name));
      } else if (old == null) {
        changes.add(new BackendChange.Added(next));
      } else if (!old.equals(next)) {
        changes.add(BackendChange.between(old, next));
      }
    }
    return changes;
  }

  private static SortedMap<BackendName, BackendDefinition> byName(GatewayConfig config) {
    SortedMap<BackendName, BackendDefinition> backends = new TreeMap<>();
    config.backends().forEach(backend -> backends.put(backend.name(), backend));
    return backends;
  }
}
