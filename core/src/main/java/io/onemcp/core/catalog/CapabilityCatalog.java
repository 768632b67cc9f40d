package io.onemcp.core.catalog;

import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.backend.Offer;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.config.NamingConfig;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The only answer to what a view may list, look up and call. Every change makes a new immutable
 * state with the next generation number; readers never wait for one that changes it. Whoever
 * watches is told by the thread that changes; what changes meanwhile is told by the same thread,
 * all at once, so that many changes at a time cost little more than one.
 */
public final class CapabilityCatalog {
  private final Map<View, Set<Watch>> watches = new ConcurrentHashMap<>();
  private volatile State state;

  /** The latest merge of everything, from which the next takes what is the same. */
  private volatile Projection merged = Projection.EMPTY;

  /** What was told last, or is being told. */
  private State told;

  private boolean telling;

  public CapabilityCatalog(NamingConfig naming) {
    this.state =
        new State(0, new Merge(naming), Collections.emptySortedMap(), new ConcurrentHashMap<>());
    this.told = state;
  }

  /** Takes what a backend offers now. */
  public void offered(BackendName backend, Offer offer) {
    change(before -> before.with(backend, Optional.of(offer)));
  }

  /** Forgets what a backend offered. */
  public void withdrawn(BackendName backend) {
    change(before -> before.with(backend, Optional.empty()));
  }

  /** Gives tools and prompts the names that another naming makes. */
  public void rename(NamingConfig naming) {
    change(before -> before.with(new Merge(naming)));
  }

  /** Returns what a view shows now. */
  public Projection of(View view) {
    return project(state, view);
  }

  /** Returns the number of the current state; it grows with every change. */
  public long generation() {
    return state.generation();
  }

  /**
   * Calls the listener, which must not block, with the kinds whose visible list has changed, and
   * only when it has.
   *
   * @return closes the watch
   */
  public Watching watch(View view, Consumer<Set<CapabilityKind>> listener) {
    Watch watch = new Watch(listener);
    watches.compute(
        view,
        (_, others) -> {
          Set<Watch> all = others == null ? ConcurrentHashMap.newKeySet() : others;
          all.add(watch);
          return all;
        });
    return () -> unwatch(view, watch);
  }

  private void unwatch(View view, Watch watch) {
    watches.computeIfPresent(
        view,
        (_, all) -> {
          all.remove(watch);
          return all.isEmpty() ? null : all;
        });
  }

  private void change(UnaryOperator<State> edit) {
    synchronized (this) {
      state = edit.apply(state);
      if (telling) {
        return;
      }
      telling = true;
    }
    boolean all = false;
    try {
      for (Optional<Step> step = next(); step.isPresent(); step = next()) {
        tell(step.get());
      }
      all = true;
    } finally {
      if (!all) {
        stopTelling();
      }
    }
  }

  private synchronized Optional<Step> next() {
    if (told.generation() == state.generation()) {
      telling = false;
      return Optional.empty();
    }
    Step step = new Step(told, state);
    told = state;
    return Optional.of(step);
  }

  private synchronized void stopTelling() {
    telling = false;
  }

  private void tell(Step step) {
    watches.forEach((view, watching) -> {
      Set<CapabilityKind> changed = difference(step, view);
      if (!changed.isEmpty()) {
        watching.forEach(watch -> watch.listener().accept(changed));
      }
    });
  }

  private Set<CapabilityKind> difference(Step step, View view) {
    Set<CapabilityKind> changed = EnumSet.noneOf(CapabilityKind.class);
    if (step.concerns(view)) {
      Projection before = project(step.before(), view);
      Projection after = project(step.after(), view);
      for (CapabilityKind kind : CapabilityKind.values()) {
        if (!before.list(kind).equals(after.list(kind))) {
          changed.add(kind);
        }
      }
    }
    return Collections.unmodifiableSet(changed);
  }

  private Projection project(State at, View view) {
    Projection known = at.projections().get(view);
    if (known != null) {
      return known;
    }
    // Who asks in vain leaves no trace; everybody else waits for the one who computes.
    return at.isEmpty(view)
        ? Projection.EMPTY
        : at.projections().computeIfAbsent(view, missing -> compute(at, missing));
  }

  private Projection compute(State at, View view) {
    return switch (view) {
      case View.Everything() -> {
        Projection everything = at.merge().everything(at.offers(), merged);
        merged = everything;
        yield everything;
      }
      case View.OneBackend(var backend) -> at.merge().single(at.only(backend));
    };
  }

  /** Ends a watch. */
  @FunctionalInterface
  public interface Watching extends AutoCloseable {
    @Override
    void close();
  }

  /** One watch; a class, since two of the same listener are two. */
  private static final class Watch {
    private final Consumer<Set<CapabilityKind>> listener;

    Watch(Consumer<Set<CapabilityKind>> listener) {
      this.listener = listener;
    }

    Consumer<Set<CapabilityKind>> listener() {
      return listener;
    }
  }

  /** From what was told to what is to be told. */
  private record Step(State before, State after) {
    /** Returns whether it may look different there. */
    boolean concerns(View view) {
      return switch (view) {
        case View.Everything() -> true;
        case View.OneBackend(var backend) ->
            !Objects.equals(before.offers().get(backend), after.offers().get(backend));
      };
    }
  }

  /**
   * Views are few: one for all backends and one for each, so the projections are bounded by the
   * configuration.
   */
  private record State(
      long generation,
      Merge merge,
      SortedMap<BackendName, Offer> offers,
      Map<View, Projection> projections) {
    /** What other backends show alone stays as it is. */
    State with(BackendName backend, Optional<Offer> offer) {
      SortedMap<BackendName, Offer> next = new TreeMap<>(offers);
      next.remove(backend);
      offer.ifPresent(it -> next.put(backend, it));
      Map<View, Projection> kept = new ConcurrentHashMap<>(projections);
      kept.remove(View.EVERYTHING);
      kept.remove(new View.OneBackend(backend));
      return new State(generation + 1, merge, next, kept);
    }

    State with(Merge other) {
      return new State(generation + 1, other, offers, new ConcurrentHashMap<>());
    }

    boolean isEmpty(View view) {
      return switch (view) {
        case View.Everything() -> offers.isEmpty();
        case View.OneBackend(var backend) -> !offers.containsKey(backend);
      };
    }

    SortedMap<BackendName, Offer> only(BackendName backend) {
      SortedMap<BackendName, Offer> one = new TreeMap<>();
      Optional.ofNullable(offers.get(backend)).ifPresent(offer -> one.put(backend, offer));
      return one;
    }
  }
}
