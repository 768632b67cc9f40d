package io.onemcp.core.stateful;

import io.onemcp.core.access.Caller;
import io.onemcp.core.catalog.View;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;

/** What a session was opened with, and never changes. */
record ClientIdentity(
    String id, Caller caller, View view, Revision revision, Json clientInfo, Json capabilities) {
  /** Keeps the id, which is a credential, out of logs. */
  @Override
  public String toString() {
    return "session of " + caller + " on " + view;
  }
}
