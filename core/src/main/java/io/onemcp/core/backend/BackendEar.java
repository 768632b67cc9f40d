package io.onemcp.core.backend;

import io.onemcp.core.protocol.Message.Notification;

/** Hears what a backend says of its own accord. Implementations never block. */
public interface BackendEar {
  /** The backend's list of this kind may have changed. */
  void listChanged(CapabilityKind kind);

  /** A notification that belongs to no request that is under way. */
  void notified(Notification notification);

  /** Something came from the backend, whatever it is: it is alive. */
  default void heard() {}

  /** The connection broke by itself; told at most once. */
  void lost(String cause);
}
