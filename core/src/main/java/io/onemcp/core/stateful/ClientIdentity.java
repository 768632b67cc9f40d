package io.onemcp.core.stateful;

import io.onemcp.core.access.Caller;
import io.onemcp.core.catalog.View;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;

/** What a session was opened with, and never changes. */
record ClientIdentity(
    Caller caller, View view, Revision revision, Json clientInfo, Json capabilities) {
  boolean belongsTo(Caller other, View where) {
    return caller.equals(other) && view.equals(where);
  }
}
