package io.onemcp.core.backend;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.runtime.Deadline;
import io.onemcp.core.runtime.Tasks;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** All backends of one runtime. They start, fail and recover independently of each other. */
public final class Backends implements AutoCloseable {
  private final SortedMap<BackendName, Backend> byName = new TreeMap<>();
  private final Tasks tasks;

  /**
   * Makes the backends without starting them.
   *
   * @throws IllegalArgumentException if two definitions have the same name
   */
  public Backends(
      List<BackendDefinition> definitions,
      Dialer dialer,
      Surroundings around,
      BackendNews news,
      RestartPolicy policy,
      int maxInFlight) {
    this.tasks = around.tasks();
    for (BackendDefinition definition : definitions) {
      Backend backend = new Backend(definition, dialer, around, news, policy, maxInFlight);
      if (byName.put(definition.name(), backend) != null) {
        throw new IllegalArgumentException(
            "backend: \"" + definition.name() + "\" (expected: each name once)");
      }
    }
  }

  /**
   * Shows, before any is started, what they offered in the runtime's last life. Blocks on files.
   */
  public void recall() {
    byName.values().forEach(Backend::recall);
  }

  /** Starts to connect all of them at once; returns without waiting. */
  public void start() {
    byName.values().forEach(Backend::start);
  }

  /**
   * Waits until every backend was connected or failed once, but no longer than the bound; returns
   * whether all were.
   */
  public boolean awaitSettled(Duration bound) throws InterruptedException {
    return await(bound, byName.values());
  }

  private boolean await(Duration bound, Collection<Backend> awaited) throws InterruptedException {
    Deadline deadline = Deadline.arm(tasks, bound);
    try (deadline) {
      for (Backend backend : awaited) {
        backend.awaitSettled();
      }
      return true;
    } catch (InterruptedException e) {
      if (deadline.expired()) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Waits until every backend of which there is no offer was connected or failed once, but no
   * longer than the bound; returns whether all were.
   */
  public boolean awaitOffers(Duration bound) throws InterruptedException {
    return await(bound, byName.values().stream().filter(it -> it.offer().isEmpty()).toList());
  }

  /** Finds a backend by its name. */
  public Optional<Backend> find(BackendName name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Returns all backends, in the order of their names. */
  public Collection<Backend> all() {
    return byName.values();
  }

  /** Closes all connections side by side, and waits for their ends. */
  @Override
  public void close() {
    byName.values().forEach(Backend::stop);
    try {
      for (Backend backend : byName.values()) {
        backend.awaitEnd();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
