package io.onemcp.benchmarks.soak;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What happens to the servers and to the configuration, by the clock; and which refusals that
 * explains. An edit explains none: it promises to lose no call.
 */
final class Turmoil {
  private static final long EDIT_EVERY = 20;
  private static final long KILL_EVERY = 30;
  private static final long RESTART_EVERY = 95;

  /** So long a server may be away once it was killed: its start, and a pause before it. */
  private static final Duration RECOVERY = Duration.ofSeconds(10);

  private static final List<String> EXPLAINED =
      List.of(RefusedException.UNAVAILABLE, RefusedException.LOST);

  private final Map<String, Long> troubles = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();
  private final SoakServers servers;
  private final ProcessHandle gateway;
  private int edits;
  private int kills;
  private int restarts;

  Turmoil(SoakServers servers, ProcessHandle gateway) {
    this.servers = servers;
    this.gateway = gateway;
  }

  /** Does what is due; to be called once a second. */
  void tick(long second) throws IOException {
    if (second % EDIT_EVERY == EDIT_EVERY - 5) {
      edit();
    }
    if (second % KILL_EVERY == KILL_EVERY - 1) {
      kill(SoakServers.CHILDREN.get(kills++ % SoakServers.CHILDREN.size()));
    }
    if (second % RESTART_EVERY == RESTART_EVERY - 1) {
      restart(SoakServers.LISTENING.get(restarts++ % SoakServers.LISTENING.size()));
    }
  }

  /** Edits come in fours: a change, a server more, another change, that server gone. */
  private void edit() throws IOException {
    edits++;
    count("edits");
    servers.write(edits, edits % 4 == 2 || edits % 4 == 3);
  }

  /** Of several processes of a server, each client's own for instance, one is hit. */
  private void kill(String name) {
    List<ProcessHandle> processes =
        gateway.descendants().filter(child -> SoakServers.isServer(child, name)).toList();
    if (!processes.isEmpty()) {
      troubles.put(name, System.nanoTime());
      processes.get(kills % processes.size()).destroyForcibly();
      count("kills");
    }
  }

  private void restart(String name) throws IOException {
    troubles.put(name, System.nanoTime());
    count("restarts of HTTP servers");
    servers.restart(name);
    troubles.put(name, System.nanoTime());
  }

  private void count(String what) {
    counts.computeIfAbsent(what, _ -> new AtomicLong()).incrementAndGet();
  }

  Map<String, AtomicLong> counts() {
    return counts;
  }

  /** Returns whether a refusal of a turn that began then has a reason. */
  boolean explains(RefusedException refusal, String server, long since) {
    Long trouble = troubles.get(server);
    return EXPLAINED.contains(refusal.name())
        && trouble != null
        && since - trouble < RECOVERY.toNanos();
  }
}
