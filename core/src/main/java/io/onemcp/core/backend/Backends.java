package io.onemcp.core.backend;

import io.onemcp.core.config.BackendChange;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * All backends of one runtime. They start, fail, recover and change independently of each other.
 */
public final class Backends implements AutoCloseable {
  private final Tasks tasks;
  private final Succession succession;
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
    this.succession =
        new Succession(
            (definition, voice) ->
                new BackendMaker(dialer, around, rules, this::isInDemand).make(definition, voice),
            news,
            tasks);
    for (BackendDefinition definition : definitions) {
      if (find(definition.name()).isPresent()) {
        throw new IllegalArgumentException(
            "backend: \"" + definition.name() + "\" (expected: each name once)");
      }
      succession.found(definition);
    }
  }

  /**
   * Shows, before any is started, what they offered in the runtime's last life. Blocks on files.
   */
  public void recall() {
    all().forEach(Backend::recall);
  }

  /** Starts to connect all of them at once; returns without waiting. */
  public void start() {
    all().forEach(Backend::start);
  }

  /**
   * Begins to make the backends what a new configuration says; waits for none, but blocks on files.
   * What is not named goes on as it is. A backend that needs another connection serves until its
   * successor is ready, or has failed for the first time; the calls that it has then, as those of a
   * backend that is removed, may finish within the bound.
   */
  public void apply(List<BackendChange> changes, Duration drain) {
    for (BackendChange change : changes) {
      switch (change) {
        case BackendChange.Added(var definition) -> succession.found(definition).start();
        case BackendChange.Removed(var name) -> succession.remove(name, drain);
        case BackendChange.Changed(var definition, _, boolean restarts) -> {
          if (restarts) {
            succession.replace(definition, drain);
          } else {
            succession.redefine(definition, drain);
          }
        }
      }
    }
  }

  /**
   * Waits until every backend was connected or failed once, but no longer than the bound; returns
   * whether all were.
   */
  public boolean awaitSettled(Duration bound) throws InterruptedException {
    return await(bound, all());
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
    return await(bound, all().stream().filter(it -> it.offer().isEmpty()).toList());
  }

  /** Returns whether there is a backend without which nobody is to be served. */
  public boolean mustBeThereFirst() {
    return !synchronous().isEmpty();
  }

  /**
   * Waits until every backend without which nobody is to be served was connected or failed once,
   * but no longer than the bound; returns whether all were.
   */
  public boolean awaitSync(Duration bound) throws InterruptedException {
    return await(bound, synchronous());
  }

  private List<Backend> synchronous() {
    return all().stream().filter(it -> it.mode() == LoadingMode.SYNC).toList();
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
    return succession.incumbent(name).map(Tenure::backend);
  }

  /** Finds a backend by its name and holds it for one exchange. */
  public Optional<Engagement> engage(BackendName name) {
    Optional<Tenure> tenure = succession.incumbent(name);
    while (tenure.isPresent() && !tenure.get().enter()) {
      // Its successor, if there is one, took over before it began to end.
      tenure = succession.incumbent(name);
    }
    return tenure.map(Engagement::new);
  }

  /** Returns all backends, in the order of their names. */
  public Collection<Backend> all() {
    return succession.incumbents().stream().map(Tenure::backend).toList();
  }

  /** Closes all connections side by side, and waits for their ends. */
  @Override
  public void close() {
    List<Backend> everybody = succession.end();
    everybody.forEach(Backend::stop);
    try {
      for (Backend backend : everybody) {
        backend.awaitEnd();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
