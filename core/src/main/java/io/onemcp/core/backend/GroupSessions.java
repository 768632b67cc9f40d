package io.onemcp.core.backend;

import io.onemcp.core.protocol.LogLevel;
import io.onemcp.core.protocol.Message.Notification;
import java.util.List;
import java.util.function.Supplier;

/** The sessions of single clients at all replicas of a group. */
record GroupSessions(Supplier<List<Replica>> replicas, ReplicaHomes homes) implements OwnSessions {
  @Override
  public void setLevel(String owner, LogLevel level) throws InterruptedException {
    for (Replica replica : replicas.get()) {
      replica.backend().own().setLevel(owner, level);
    }
  }

  @Override
  public void tell(String owner, Notification notification) throws InterruptedException {
    for (Replica replica : replicas.get()) {
      replica.backend().own().tell(owner, notification);
    }
  }

  @Override
  public void forget(String owner) {
    homes.forget(owner);
    replicas.get().forEach(replica -> replica.backend().own().forget(owner));
  }

  @Override
  public void sweep() {
    replicas.get().forEach(replica -> replica.backend().own().sweep());
  }
}
