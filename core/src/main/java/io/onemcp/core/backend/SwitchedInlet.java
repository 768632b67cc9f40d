package io.onemcp.core.backend;

import io.onemcp.core.config.BackendName;
import io.onemcp.core.protocol.Message;
import org.jspecify.annotations.Nullable;

/**
 * The inlet of a connection whose era is not known yet: what comes in goes to whoever took over
 * last, and its end is told once somebody wants to know.
 */
public final class SwitchedInlet implements BackendInlet {
  private final BackendName backend;
  private final StrayOutput stray;
  private volatile Receiver receiver = _ -> {};
  private volatile @Nullable BackendEar ear;
  private @Nullable String loss;

  SwitchedInlet(BackendName backend, StrayOutput stray) {
    this.backend = backend;
    this.stray = stray;
  }

  /** From now on messages go to the receiver. */
  public void switchTo(Receiver next) {
    receiver = next;
  }

  /** From now on the ear learns of the end of the connection, also if it was before. */
  void tellLoss(BackendEar listener) {
    String before;
    synchronized (this) {
      ear = listener;
      before = loss;
    }
    if (before != null) {
      listener.lost(before);
    }
  }

  @Override
  public void received(Message message) {
    BackendEar listener = ear;
    if (listener != null) {
      listener.heard();
    }
    new Unambiguous(receiver::received).accept(message);
  }

  @Override
  public void garbage(String sample) {
    stray.came(backend, sample);
  }

  @Override
  public void lost(String cause) {
    BackendEar listener;
    synchronized (this) {
      loss = cause;
      listener = ear;
    }
    if (listener != null) {
      listener.lost(cause);
    }
  }

  /** Takes a message that belongs to no request's own stream. */
  @FunctionalInterface
  public interface Receiver {
    void received(Message message);
  }
}
