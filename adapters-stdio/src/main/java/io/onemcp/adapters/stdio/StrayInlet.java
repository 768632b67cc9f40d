package io.onemcp.adapters.stdio;

import io.onemcp.core.backend.BackendInlet;
import io.onemcp.core.protocol.Message;

/**
 * Passes on what comes from a child; what is no message, without secrets, and to its log too.
 *
 * @param next where it goes
 * @param errors what the child writes for people, which this may have been
 */
record StrayInlet(BackendInlet next, ErrorOutput errors) implements BackendInlet {
  @Override
  public void received(Message message) {
    next.received(message);
  }

  @Override
  public void garbage(String sample) {
    next.garbage(errors.stray(sample));
  }

  @Override
  public void lost(String cause) {
    next.lost(cause);
  }
}
