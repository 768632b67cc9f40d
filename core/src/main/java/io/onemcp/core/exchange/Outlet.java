package io.onemcp.core.exchange;

import io.onemcp.core.protocol.json.WireText;

/**
 * Takes messages for a client, one by one and in order. Never blocks. Safe for use by many threads.
 */
public interface Outlet {
  /** Takes a message; false if the client is gone or too slow, and will never see it. */
  boolean offer(WireText message);

  /**
   * Ends the stream after what was offered; further offers are refused. A second call does nothing.
   */
  void end();
}
