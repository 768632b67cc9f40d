package io.onemcp.core.backend;

import io.onemcp.core.GatewayException;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests on their way to a group: each gets a replica, and another one where that carries nothing
 * out twice: at once what was not sent, once what does no harm.
 */
final class GroupTraffic {
  private static final Logger LOG = LoggerFactory.getLogger(GroupTraffic.class);

  private final Supplier<BackendDefinition> definition;
  private final Supplier<List<Replica>> replicas;
  private final GroupVoice voice;
  private final ReplicaHomes homes = new ReplicaHomes();
  private final AtomicInteger turn = new AtomicInteger();

  GroupTraffic(
      Supplier<BackendDefinition> definition, Supplier<List<Replica>> replicas, GroupVoice voice) {
    this.definition = definition;
    this.replicas = replicas;
    this.voice = voice;
  }

  ReplicaHomes homes() {
    return homes;
  }

  /** Returns whether another replica would take a request now. */
  boolean canTakeOver(Replica asking) {
    return replicas.get().stream()
        .anyMatch(it -> !it.equals(asking) && isUsable(it) && !it.isEjected());
  }

  /** Carries a call out on the connection that all clients share. */
  Response call(Call call) throws InterruptedException {
    return carryShared(call, SoleBackend::call);
  }

  /** Carries a call out on a session of its client's own, at the replica where these are. */
  Response call(Call call, HopTerms terms) throws InterruptedException {
    return carry(
        homes.ofOwner(terms.owner(), () -> choose(Set.of())),
        call,
        (backend, sent) -> backend.call(sent, terms),
        moved -> homes.move(terms.owner(), moved));
  }

  /** Carries a request of the gateway's own out, by whom it concerns. */
  Response request(String method, Json params) throws InterruptedException {
    if (method.equals(Methods.SET_LOG_LEVEL)) {
      return everywhere(method, params);
    }
    return carryShared(Call.of(method, params), (backend, _) -> backend.request(method, params));
  }

  Response request(String method, Json params, HopTerms terms) throws InterruptedException {
    return carry(
        homes.ofOwner(terms.owner(), () -> choose(Set.of())),
        Call.of(method, params),
        (backend, _) -> backend.request(method, params, terms),
        moved -> homes.move(terms.owner(), moved));
  }

  /** Waits, within bounds, until there is a replica to which requests can go. */
  void await() throws InterruptedException {
    List<Replica> all = replicas.get();
    if (all.stream().anyMatch(this::isUsable)) {
      return;
    }
    all.forEach(it -> it.backend().wake());
    Optional<Replica> hopeful = Standings.best(all);
    if (hopeful.isPresent()) {
      // This wait ends also when another one is there.
      Optional<Hop> hop = hopeful.get().backend().awaitHop();
      LOG.debug("backend {}: a replica is there: {}", definition.get().name(), hop.isPresent());
    }
  }

  /** Returns the connection of one to which requests can go. */
  Optional<Hop> anyHop() {
    return replicas.get().stream()
        .filter(this::isUsable)
        .findFirst()
        .flatMap(it -> it.backend().hop());
  }

  private Optional<Replica> preferred(Call call) {
    boolean forOne =
        call.method().equals(Methods.RESOURCES_SUBSCRIBE)
            || call.method().equals(Methods.RESOURCES_UNSUBSCRIBE);
    return forOne ? voice.speaker() : homes.ofInput(call);
  }

  private Response everywhere(String method, Json params) throws InterruptedException {
    Response last = null;
    GatewayException failure = new BackendUnavailableException("no replica is connected");
    for (Replica replica : replicas.get()) {
      if (replica.live().isPresent()) {
        try {
          last = replica.backend().request(method, params);
        } catch (GatewayException e) {
          failure = e;
        }
      }
    }
    if (last == null) {
      throw failure;
    }
    return last;
  }

  /** A task is known where it has begun, and nowhere else. */
  private Response carryShared(Call call, Work work) throws InterruptedException {
    Optional<Replica> home = homes.ofTask(call);
    return home.isPresent()
        ? at(home.get(), work, call)
        : carry(preferred(call), call, work, _ -> {});
  }

  private Response carry(Optional<Replica> wanted, Call call, Work work, Moving moving)
      throws InterruptedException {
    Replica first = wanted.filter(this::isUsable).orElse(null);
    if (first == null) {
      first = require();
      moving.moved(first);
    }
    Set<Replica> tried = new HashSet<>();
    boolean mayRepeat = call.repeatable() && canTakeOver(first);
    try {
      return untilSent(first, mayRepeat ? call.once() : call, work, moving, tried);
    } catch (BackendLostException e) {
      if (!mayRepeat) {
        throw e;
      }
      LOG.debug(
          "backend {}: {} was lost: {}", definition.get().name(), call.method(), e.toString());
      return repeat(call.once(), work, moving, tried, e);
    }
  }

  /** What may have been carried out once stays so, whatever becomes of the second attempt. */
  private Response repeat(
      Call call, Work work, Moving moving, Set<Replica> tried, BackendLostException lost)
      throws InterruptedException {
    Optional<Replica> next = choose(tried).or(() -> choose(Set.of()));
    if (next.isEmpty()) {
      throw lost;
    }
    moving.moved(next.get());
    try {
      return untilSent(next.get(), call, work, moving, tried);
    } catch (BackendUnavailableException | BackendUnreachableException e) {
      lost.addSuppressed(e);
      throw lost;
    }
  }

  /** Tries one replica after another, as long as none was sent anything. */
  private Response untilSent(Replica first, Call call, Work work, Moving moving, Set<Replica> tried)
      throws InterruptedException {
    Replica replica = first;
    while (true) {
      tried.add(replica);
      try {
        return at(replica, work, call);
      } catch (BackendUnavailableException | BackendUnreachableException e) {
        Optional<Replica> next = choose(tried);
        if (next.isEmpty()) {
          throw e;
        }
        replica = next.get();
        moving.moved(replica);
      }
    }
  }

  private Response at(Replica replica, Work work, Call call) throws InterruptedException {
    if (!replica.tenure().enter()) {
      throw new BackendUnavailableException("a replica that is no longer wanted");
    }
    try {
      Response response = work.on(replica.backend(), call);
      homes.noted(response, replica);
      return response;
    } finally {
      replica.tenure().leave();
    }
  }

  private Replica require() throws InterruptedException {
    await();
    Optional<Replica> found = choose(Set.of());
    if (found.isEmpty()) {
      Optional<Replica> best = Standings.best(replicas.get());
      throw new BackendUnavailableException(
          best.map(it -> it.backend().condition()).orElse("no replica is connected"),
          best.flatMap(it -> it.backend().retryIn()));
    }
    return found.get();
  }

  private boolean isUsable(Replica replica) {
    return replica.live().isPresent() && voice.fits(replica);
  }

  /** Chooses among those that were not tried. */
  private Optional<Replica> choose(Set<Replica> tried) {
    List<Replica> all = replicas.get();
    List<ReplicaChoice.Standing> standings = new ArrayList<>();
    for (Replica replica : all) {
      standings.add(
          new ReplicaChoice.Standing(
              isUsable(replica) && !tried.contains(replica),
              replica.isEjected(),
              voice.agrees(replica),
              replica.backend().hasRoom(),
              replica.backend().underWay()));
    }
    OptionalInt place =
        ReplicaChoice.of(standings, definition.get().replicas().balance(), turn.getAndIncrement());
    return place.isPresent() ? Optional.of(all.get(place.getAsInt())) : Optional.empty();
  }

  /** What is done with the replica that a request gets. */
  @FunctionalInterface
  private interface Work {
    Response on(SoleBackend backend, Call call) throws InterruptedException;
  }

  /** Hears that a request goes to another replica than it was meant for. */
  @FunctionalInterface
  private interface Moving {
    void moved(Replica replica);
  }
}
