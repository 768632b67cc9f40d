package io.onemcp.core.backend;

import io.onemcp.core.config.BackendName;
import io.onemcp.core.protocol.Message.Notification;

/** Hears what backends say of their own accord. Implementations never block. */
public interface BackendNews {
  /** A notification came that belongs to no request under way. */
  void notified(BackendName backend, Notification notification);

  /** What the backend offers was read anew; it may be the same as before. */
  void offerRead(BackendName backend, Offer offer);

  /**
   * The backend's connection is another one than before: what was asked of the old one has to be
   * asked again.
   */
  void connected(BackendName backend);

  /** The backend offers nothing any more. */
  void withdrawn(BackendName backend);
}
