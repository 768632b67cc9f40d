package io.onemcp.core.catalog;

import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.backend.Offer;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.config.NamingConfig;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The only answer to what a view may list, look up and call. Every change makes a new immutable
 * state with the next generation number; readers never wait.
 */
public final class CapabilityCatalog {
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private volatile State state;

  public CapabilityCatalog(NamingConfig naming) {
    this.state =
        new State(0, new Merge(naming), Collections.emptySortedMap(), new ConcurrentHashMap<>());
  }

  /** Takes what a backend offers now. */
  public void offered(BackendName backend, Offer offer) {
    changeOffers(offers -> offers.put(backend, offer));
  }

  /** Forgets what a backend offered. */
  public void withdrawn(BackendName backend) {
    changeOffers(offers -> offers.remove(backend));
  }

  /** Gives tools and prompts the names that another naming makes. */
  public void rename(NamingConfig naming) {
    change(before ->
        new State(
            before.generation() + 1,
            new Merge(naming),
            before.offers(),
            new ConcurrentHashMap<>()));
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
    Watch watch = new Watch(view, listener);
    watches.add(watch);
    return () -> watches.remove(watch);
  }

  private void changeOffers(Consumer<SortedMap<BackendName, Offer>> edit) {
    change(before -> {
      SortedMap<BackendName, Offer> offers = new TreeMap<>(before.offers());
      edit.accept(offers);
      return new State(before.generation() + 1, before.merge(), offers, new ConcurrentHashMap<>());
    });
  }

  private void change(UnaryOperator<State> edit) {
    State before;
    State after;
    synchronized (this) {
      before = state;
      after = edit.apply(before);
      state = after;
    }
    Map<View, Set<CapabilityKind>> changes = new HashMap<>();
    for (Watch watch : watches) {
      Set<CapabilityKind> changed =
          changes.computeIfAbsent(
              watch.view(), view -> difference(project(before, view), project(after, view)));
      if (!changed.isEmpty()) {
        watch.listener().accept(changed);
      }
    }
  }

  private static Projection project(State at, View view) {
    Projection known = at.projections().get(view);
    if (known == null) {
      known =
          switch (view) {
            case View.Everything() -> at.merge().everything(at.offers());
            case View.OneBackend(var backend) -> at.merge().single(only(at.offers(), backend));
          };
      if (!known.offers().isEmpty()) {
        at.projections().put(view, known);
      }
    }
    return known;
  }

  private static SortedMap<BackendName, Offer> only(
      SortedMap<BackendName, Offer> offers, BackendName backend) {
    SortedMap<BackendName, Offer> one = new TreeMap<>();
    Offer offer = offers.get(backend);
    if (offer != null) {
      one.put(backend, offer);
    }
    return one;
  }

  private static Set<CapabilityKind> difference(Projection before, Projection after) {
    Set<CapabilityKind> changed = EnumSet.noneOf(CapabilityKind.class);
    for (CapabilityKind kind : CapabilityKind.values()) {
      if (!before.list(kind).equals(after.list(kind))) {
        changed.add(kind);
      }
    }
    return Collections.unmodifiableSet(changed);
  }

  /** Ends a watch. */
  @FunctionalInterface
  public interface Watching extends AutoCloseable {
    @Override
    void close();
  }

  private record Watch(View view, Consumer<Set<CapabilityKind>> listener) {}

  /**
   * Views are few: one for all backends and one for each, so the projections are bounded by the
   * configuration.
   */
  private record State(
      long generation,
      Merge merge,
      SortedMap<BackendName, Offer> offers,
      Map<View, Projection> projections) {}
}
