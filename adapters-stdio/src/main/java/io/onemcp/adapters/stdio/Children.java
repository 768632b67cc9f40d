package io.onemcp.adapters.stdio;

import io.onemcp.core.backend.BackendUnreachableException;
import io.onemcp.core.config.BackendTransport.Stdio;
import io.onemcp.core.runtime.Tasks;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The child processes of one runtime: how they start, and that none of them, and nothing that they
 * started, is left behind. Safe for use by many threads.
 */
final class Children implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Children.class);
  private static final Duration ORPHANS_GRACE = Duration.ofSeconds(1);

  private final Tasks tasks;
  private final Map<String, String> environment;
  private final ProcessGroups groups;
  private final ProcTable processes = new ProcTable();
  private final OwnerMark mark;
  private final Watchdog watchdog;
  private final AtomicLong number = new AtomicLong();
  private final AtomicBoolean begun = new AtomicBoolean();

  /**
   * Makes an empty family.
   *
   * @param environment what children inherit the safe part of
   * @param scope names what the runtimes of one configuration share; orphans of earlier ones are
   *     ended
   */
  Children(Tasks tasks, Map<String, String> environment, Optional<String> scope) {
    String searchPath = environment.getOrDefault("PATH", "");
    this.tasks = tasks;
    this.environment = environment;
    this.groups = ProcessGroups.find(searchPath);
    this.mark = OwnerMark.own(scope, processes, UUID.randomUUID().toString());
    this.watchdog = new Watchdog(tasks, new WatchdogScript(groups, mark.text(), searchPath));
  }

  /**
   * Starts a process.
   *
   * @throws BackendUnreachableException if the command cannot be started
   */
  Child start(Stdio stdio) {
    if (begun.compareAndSet(false, true)) {
      tasks.start("orphans", this::endOrphans);
    }
    String own = mark.ofChild(number.incrementAndGet());
    Map<String, String> inherited = ChildEnvironment.of(environment, stdio.env());
    inherited.put(OwnerMark.VARIABLE, own);
    Process process = ChildCommand.of(stdio, inherited).start(groups);
    watchdog.watch(process.pid());
    Kin kin = new Kin(processes, (_, other) -> other.equals(own));
    return new Child(process, groups, kin, () -> watchdog.release(process.pid()));
  }

  /** Ends whatever is left. */
  @Override
  public void close() {
    watchdog.close();
  }

  /** An earlier gateway of this scope, and its watchdog, may have been killed at once. */
  private void endOrphans() {
    Kin orphans = new Kin(processes, this::isOrphan);
    int count = orphans.end();
    if (count > 0) {
      LOG.info("{} processes of an earlier gateway are ended", count);
      tasks.after(ORPHANS_GRACE, () -> tasks.start("orphans", orphans::kill));
    }
  }

  private boolean isOrphan(long pid, String value) {
    return OwnerMark.read(value)
        .filter(other -> other.sharesScope(mark) && processes.shareNumbers(pid, mark.owner()))
        .filter(other -> processes.born(other.owner()).orElse(-1) != other.born())
        .isPresent();
  }
}
