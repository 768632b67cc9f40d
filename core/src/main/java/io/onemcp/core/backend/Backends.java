package io.onemcp.core.backend;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.config.GatewayConfig;
import io.onemcp.core.config.LoadingMode;
import io.onemcp.core.runtime.Deadline;
import io.onemcp.core.runtime.Tasks;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** All backends of one runtime. They start, fail and recover independently of each other. */
public final class Backends implements AutoCloseable {
  private final SortedMap<BackendName, Backend> byName = new TreeMap<>();
  private final Tasks tasks;
  private final List<Predicate<BackendName>> demands = new CopyOnWriteArrayList<>();

  /**
   * Makes the backends without starting them.
   *
   * @param rules says how they are kept where their definitions do not
   * @throws IllegalArgumentException if two definitions have the same name
   */
  public Backends(
      List<BackendDefinition> definitions,
      Dialer dialer,
      Surroundings around,
      BackendNews news,
      GatewayConfig rules) {
    this.tasks = around.tasks();
    for (BackendDefinition definition : definitions) {
      Backend backend =
          new Backend(
              definition,
              dialer,
              around,
              news,
              BackendRules.of(definition, rules),
              this::isInDemand);
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

  /**
   * Waits until every backend that nobody is to be served without was connected or failed once, but
   * no longer than the bound; returns whether all were.
   */
  public boolean awaitSync(Duration bound) throws InterruptedException {
    return await(
        bound, byName.values().stream().filter(it -> it.mode() == LoadingMode.SYNC).toList());
  }

  /**
   * Connects a backend anew, whatever became of it; calls under way on the old connection are lost.
   * Returns whether it will: not if there is none of this name, or it is disabled.
   */
  public boolean restart(BackendName name, String reason) {
    Optional<Backend> wanted =
        find(name).filter(it -> !(it.state() instanceof ConnectionState.Disabled));
    wanted.ifPresent(it -> it.order(new ConnectionSignal.Restart(reason)));
    return wanted.isPresent();
  }

  /**
   * From now on a backend that is connected only when needed stays so while this says that somebody
   * needs it, though no call is under way. It is asked often, and must not block.
   */
  public void heed(Predicate<BackendName> demand) {
    demands.add(demand);
  }

  private boolean isInDemand(BackendName name) {
    return demands.stream().anyMatch(demand -> demand.test(name));
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
