package io.onemcp.core.backend;

import io.onemcp.core.protocol.LogLevel;
import io.onemcp.core.protocol.Message.Notification;

/** The sessions with one backend that belong to single clients. Safe for use by many threads. */
public interface OwnSessions {
  /** Tells the sessions of an owner how much log it wants; a session that fails does not matter. */
  void setLevel(String owner, LogLevel level) throws InterruptedException;

  /** Passes a notification to the sessions of an owner. */
  void tell(String owner, Notification notification) throws InterruptedException;

  /** Closes the sessions of an owner that is gone. */
  void forget(String owner);

  /** Closes sessions that nobody used for long. */
  void sweep();
}
