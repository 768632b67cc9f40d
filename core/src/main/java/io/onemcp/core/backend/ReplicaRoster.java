package io.onemcp.core.backend;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.runtime.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is in a group. The first replica has the group's own name, the second the same with {@code
 * -2}, and so on.
 */
final class ReplicaRoster {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicaRoster.class);

  private final Maker maker;
  private final Replica.Group group;
  private final Tasks tasks;
  private final List<Replica> leaving = new CopyOnWriteArrayList<>();
  private volatile List<Replica> all = List.of();

  ReplicaRoster(Maker maker, Replica.Group group, Tasks tasks) {
    this.maker = maker;
    this.group = group;
    this.tasks = tasks;
  }

  /** Returns those that serve. */
  List<Replica> all() {
    return all;
  }

  /** Returns those that serve, and those that still finish their calls. */
  List<Replica> everybody() {
    List<Replica> everybody = new ArrayList<>(all);
    everybody.addAll(leaving);
    return everybody;
  }

  /**
   * Has as many replicas as a definition says, and no others; who is reached as before goes on.
   * Returns those that are new, for the caller to start; the first is never among those that leave
   * without a successor.
   */
  synchronized List<Replica> enroll(BackendDefinition definition, Duration drain) {
    List<Replica> left = new ArrayList<>(all);
    List<Replica> next = new ArrayList<>();
    List<BackendTransport> missing = new ArrayList<>();
    for (BackendTransport way : definition.transports()) {
      left.stream()
          .filter(it -> it.backend().definition().transport().equals(way))
          .findFirst()
          .ifPresentOrElse(
              kept -> {
                left.remove(kept);
                next.add(kept);
                BackendName name = kept.backend().name();
                kept.backend().redefine(definition.replica(name, way), drain);
              },
              () -> missing.add(way));
    }
    List<Replica> added = new ArrayList<>();
    for (BackendTransport way : missing) {
      BackendName name = free(definition.name(), next, added);
      added.add(new Replica(group, it -> maker.make(definition.replica(name, way), it)));
    }
    next.addAll(added);
    all = List.copyOf(next);
    left.forEach(it -> dismiss(it, drain));
    return added;
  }

  private static BackendName free(BackendName group, List<Replica> kept, List<Replica> added) {
    Set<BackendName> taken = new HashSet<>();
    kept.forEach(it -> taken.add(it.backend().name()));
    added.forEach(it -> taken.add(it.backend().name()));
    int number = 1;
    while (taken.contains(group.replica(number))) {
      number++;
    }
    return group.replica(number);
  }

  private void dismiss(Replica former, Duration drain) {
    former.retire();
    leaving.add(former);
    tasks.start(
        "drain-" + former.backend().name(),
        () -> {
          try {
            if (drain.isPositive() && !former.tenure().drain(tasks, drain)) {
              LOG.warn("backend {}: calls did not finish in time", former.backend().name());
            }
            former.backend().stop();
            former.backend().awaitEnd();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          } finally {
            leaving.remove(former);
          }
        });
  }

  /** Makes a replica that is not started. */
  @FunctionalInterface
  interface Maker {
    SoleBackend make(BackendDefinition definition, Replica replica);
  }
}
