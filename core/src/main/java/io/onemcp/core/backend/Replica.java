package io.onemcp.core.backend;

import io.onemcp.core.config.BackendName;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Revision;
import java.util.Optional;
import java.util.function.Function;

/** One of a group: a backend of its own, which the group speaks for and sends requests to. */
final class Replica implements Company, BackendNews {
  private final Group group;
  private final Tenure tenure;
  private final SoleBackend backend;

  /** Whether it is to leave, and gets no new requests. */
  private volatile boolean retired;

  Replica(Group group, Function<Replica, SoleBackend> maker) {
    this.group = group;
    this.backend = maker.apply(this);
    this.tenure = new Tenure(backend);
  }

  SoleBackend backend() {
    return backend;
  }

  Tenure tenure() {
    return tenure;
  }

  void retire() {
    retired = true;
  }

  /** Returns what it speaks, while requests can go to it. */
  Optional<Revision> live() {
    return retired ? Optional.empty() : backend.hop().map(Hop::revision);
  }

  /** Returns whether it is left alone for a while, because requests in a row have failed. */
  boolean isEjected() {
    return !backend.admits();
  }

  @Override
  public boolean isPresent() {
    return true;
  }

  @Override
  public boolean canTakeOver() {
    return group.canTakeOver(this);
  }

  @Override
  public void turned() {
    group.turned();
  }

  @Override
  public void notified(BackendName name, Notification notification) {
    group.notified(notification);
  }

  @Override
  public void offerRead(BackendName name, Offer offer) {
    group.offerRead(this, offer);
  }

  @Override
  public void connected(BackendName name) {
    group.connected();
  }

  @Override
  public void withdrawn(BackendName name) {
    group.withdrawn(this);
  }

  /** What a replica tells to, and asks of, the group. Never blocks. */
  interface Group {
    boolean canTakeOver(Replica asking);

    void turned();

    void notified(Notification notification);

    void offerRead(Replica from, Offer offer);

    void connected();

    void withdrawn(Replica from);
  }
}
