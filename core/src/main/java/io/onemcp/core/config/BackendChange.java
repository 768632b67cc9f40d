package io.onemcp.core.config;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a new configuration means for one backend. */
public sealed interface BackendChange {
  BackendName name();

  /** Tells it in one line, by names of keys only. */
  String told();

  /** It is new. */
  record Added(BackendDefinition definition) implements BackendChange {
    @Override
    public BackendName name() {
      return definition.name();
    }

    @Override
    public String told() {
      return "+ " + name();
    }
  }

  /** It is gone. */
  record Removed(BackendName name) implements BackendChange {
    @Override
    public String told() {
      return "- " + name;
    }
  }

  /**
   * It is defined otherwise than before.
   *
   * @param keys what differs, as keys of the entry
   * @param restarts whether the difference takes another connection
   */
  record Changed(BackendDefinition definition, SortedSet<String> keys, boolean restarts)
      implements BackendChange {
    @Override
    public BackendName name() {
      return definition.name();
    }

    @Override
    public String told() {
      return "~ "
          + name()
          + ": "
          + String.join(", ", keys)
          + (restarts ? " (restarts)" : " (goes on)");
    }
  }

  /** Compares two definitions of one backend that differ. */
  static Changed between(BackendDefinition before, BackendDefinition after) {
    SortedSet<String> keys = new TreeSet<>();
    boolean regroups = isKept(before, after);
    if (!regroups) {
      keys.addAll(transportKeys(before.transport(), after.transport()));
      noteReplicas(keys, before, after);
    }
    note(keys, "disabled", before.disabled(), after.disabled());
    noteUpkeep(keys, before.upkeep(), after.upkeep());
    boolean restarts = !keys.isEmpty();
    if (regroups) {
      noteReplicas(keys, before, after);
    }
    note(keys, "balance", before.replicas().balance(), after.replicas().balance());
    note(keys, "tags", before.tags(), after.tags());
    note(keys, "connectionTimeout", before.connectTimeout(), after.connectTimeout());
    note(keys, "requestTimeout", before.requestTimeout(), after.requestTimeout());
    return new Changed(after, keys, restarts);
  }

  /** A group goes on while some of its replicas do. */
  private static boolean isKept(BackendDefinition before, BackendDefinition after) {
    return before.isGroup()
        && after.isGroup()
        && !Collections.disjoint(before.transports(), after.transports());
  }

  private static void noteReplicas(
      Collection<String> keys, BackendDefinition before, BackendDefinition after) {
    boolean counted = after.transport() instanceof BackendTransport.Stdio;
    if (before.isGroup() || after.isGroup()) {
      note(keys, counted ? "replicas" : "urls", before.transports(), after.transports());
    }
  }

  private static SortedSet<String> transportKeys(BackendTransport before, BackendTransport after) {
    SortedSet<String> keys = new TreeSet<>();
    switch (before) {
      case BackendTransport.Stdio(var command, var args, var env, var cwd, var stop)
          when after instanceof BackendTransport.Stdio next -> {
        note(keys, "command", command, next.command());
        note(keys, "args", args, next.args());
        note(keys, "cwd", cwd, next.cwd());
        note(keys, "stopTimeout", stop.afterEndOfInput(), next.stop().afterEndOfInput());
        note(keys, "killTimeout", stop.afterTerm(), next.stop().afterTerm());
        noteMembers(keys, "env.", env, next.env());
      }
      case BackendTransport.Http(var url, var headers)
          when after instanceof BackendTransport.Http next -> {
        note(keys, "url", url, next.url());
        noteMembers(keys, "headers.", headers, next.headers());
      }
      case BackendTransport.Sse(var url, var headers)
          when after instanceof BackendTransport.Sse next -> {
        note(keys, "url", url, next.url());
        noteMembers(keys, "headers.", headers, next.headers());
      }
      default -> note(keys, "type", before, after);
    }
    return keys;
  }

  private static void noteUpkeep(Collection<String> keys, Upkeep before, Upkeep after) {
    note(keys, "loading", before.loading(), after.loading());
    note(keys, "idleTimeout", before.idle(), after.idle());
    note(keys, "restartOnExit", before.restarts().onExit(), after.restarts().onExit());
    note(keys, "maxRestarts", before.restarts().most(), after.restarts().most());
    note(keys, "restartDelay", before.restarts().delay(), after.restarts().delay());
    note(keys, "retryIdempotent", before.retryIdempotent(), after.retryIdempotent());
    note(keys, "maxInFlight", before.share().inFlight(), after.share().inFlight());
    note(keys, "maxQueue", before.share().queue(), after.share().queue());
    note(keys, "queueWait", before.share().queueWait(), after.share().queueWait());
  }

  private static void note(Collection<String> keys, String key, Object before, Object after) {
    if (!before.equals(after)) {
      keys.add(key);
    }
  }

  private static void noteMembers(
      Collection<String> keys,
      String prefix,
      Map<String, String> before,
      Map<String, String> after) {
    SortedSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      if (!Objects.equals(before.get(name), after.get(name))) {
        keys.add(prefix + name);
      }
    }
  }
}
