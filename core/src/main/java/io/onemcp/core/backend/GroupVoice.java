package io.onemcp.core.backend;

import io.onemcp.core.config.BackendName;
import io.onemcp.core.protocol.Message.Notification;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a group says as one: whatever its replicas say, one offer is shown, and only a change of
 * that is told. Whoever finds another thread telling leaves it to that one. Safe for use by many
 * threads.
 */
final class GroupVoice {
  private static final Logger LOG = LoggerFactory.getLogger(GroupVoice.class);

  private final BackendName name;
  private final Supplier<List<Replica>> replicas;
  private final BackendNews news;
  private final Map<Replica, Offer> offers = new ConcurrentHashMap<>();
  private volatile @Nullable Shown shown;
  private volatile @Nullable Replica speaker;
  private volatile Set<Replica> dissenters = Set.of();
  private boolean due;
  private boolean renewed;
  private boolean busy;

  GroupVoice(BackendName name, Supplier<List<Replica>> replicas, BackendNews news) {
    this.name = name;
    this.replicas = replicas;
    this.news = news;
  }

  Optional<Offer> offer() {
    return Optional.ofNullable(shown).map(Shown::offer);
  }

  /** Returns who is asked for what only one has to do. */
  Optional<Replica> speaker() {
    return Optional.ofNullable(speaker);
  }

  /** Returns whether a replica speaks as the one does whose offer is shown, so calls fit it. */
  boolean fits(Replica replica) {
    Shown current = shown;
    return current == null || replica.live().filter(current.offer().revision()::equals).isPresent();
  }

  boolean agrees(Replica replica) {
    return !dissenters.contains(replica);
  }

  /** Returns how many of those that can be asked offer something else than what is shown. */
  int dissent() {
    return dissenters.size();
  }

  void notified(Notification notification) {
    news.notified(name, notification);
  }

  void offerRead(Replica from, Offer offer) {
    offers.put(from, offer);
    settle(false);
  }

  void withdrawn(Replica from) {
    offers.remove(from);
    settle(false);
  }

  /** Some replica has another connection than before. */
  void connected() {
    settle(true);
  }

  /** Some replica stands elsewhere, came, or left. */
  void turned() {
    settle(false);
  }

  /** Takes up what a predecessor offered, in the name of a replica that does so, too. */
  void inherit(Replica heir, Offer legacy) {
    if (shown == null && offers.putIfAbsent(heir, legacy) == null) {
      shown = new Shown(heir, legacy);
    }
  }

  /** Tells once more what is shown. */
  void tellAgain() {
    offer().ifPresent(it -> news.offerRead(name, it));
  }

  private void settle(boolean isRenewed) {
    synchronized (this) {
      renewed |= isRenewed;
      due = true;
      if (busy) {
        return;
      }
      busy = true;
    }
    for (boolean more = take(); more; more = take()) {
      tell();
    }
  }

  private synchronized boolean take() {
    busy = due;
    due = false;
    return busy;
  }

  private synchronized boolean takeRenewed() {
    boolean was = renewed;
    renewed = false;
    return was;
  }

  private void tell() {
    List<Replica> all = replicas.get();
    offers.keySet().retainAll(all);
    List<ReplicaDuty.Standing> standings = standings(all);
    Shown before = shown;
    int current = before == null ? -1 : all.indexOf(before.source());
    OptionalInt source = ReplicaDuty.source(standings, current);
    Offer next = source.isPresent() ? offers.get(all.get(source.getAsInt())) : null;
    if (next == null) {
      withdraw(before);
    } else {
      show(before, new Shown(all.get(source.getAsInt()), next));
    }
    compare(all);
    appoint(ReplicaDuty.speaker(standings, source).stream().mapToObj(all::get).findFirst());
  }

  private List<ReplicaDuty.Standing> standings(List<Replica> all) {
    List<ReplicaDuty.Standing> standings = new ArrayList<>();
    for (Replica replica : all) {
      Optional<Offer> offered = Optional.ofNullable(offers.get(replica));
      standings.add(new ReplicaDuty.Standing(offered.map(Offer::revision), replica.live()));
    }
    return standings;
  }

  private void show(@Nullable Shown before, Shown next) {
    if (before == null || !before.offer().equals(next.offer())) {
      // Whoever sees the offer here finds it in the catalog, too.
      news.offerRead(name, next.offer());
    }
    shown = next;
  }

  private void withdraw(@Nullable Shown before) {
    if (before != null) {
      shown = null;
      news.withdrawn(name);
    }
  }

  private void compare(List<Replica> all) {
    Shown current = shown;
    Set<Replica> others = new HashSet<>();
    for (Replica replica : all) {
      Offer own = offers.get(replica);
      if (current != null && own != null && !ReplicaDuty.agree(own, current.offer())) {
        others.add(replica);
      }
    }
    if (!others.equals(dissenters)) {
      dissenters = Set.copyOf(others);
      if (!others.isEmpty()) {
        LOG.warn("backend {}: {} of its replicas do not list what is shown", name, others.size());
      }
    }
  }

  private void appoint(Optional<Replica> next) {
    boolean isAnother = next.isPresent() && !Objects.equals(speaker, next.get());
    speaker = next.orElse(null);
    if (takeRenewed() || isAnother) {
      news.connected(name);
    }
  }

  private record Shown(Replica source, Offer offer) {}
}
