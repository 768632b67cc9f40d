package io.onemcp.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The events of one resumable stream, for clients that come back. Safe for use by many threads. */
final class EventLog {
  private final String name;
  private final List<byte[]> events = new ArrayList<>();
  private boolean complete;

  EventLog(String name) {
    this.name = name;
  }

  /** Adds an event and returns its id; after the last one nothing more is expected. */
  synchronized String add(byte[] data, boolean last) {
    events.add(data);
    complete |= last;
    notifyAll();
    return id(events.size());
  }

  /** Returns whether the id is one of this stream. */
  boolean owns(String id) {
    return id.startsWith(name + "-");
  }

  /** Writes what came behind the event of this id, up to the last event of the stream. */
  void replay(String lastSeen, OutgoingEvents out) throws IOException, InterruptedException {
    int next = Integer.parseInt(lastSeen.substring(name.length() + 1));
    while (awaitEvent(next)) {
      out.event("message", id(next + 1), event(next));
      next++;
    }
  }

  private synchronized byte[] event(int index) {
    return events.get(index);
  }

  private synchronized boolean awaitEvent(int index) throws InterruptedException {
    while (index >= events.size() && !complete) {
      wait(Received.PATIENCE_MILLIS);
    }
    return index < events.size();
  }

  private String id(int number) {
    return name + "-" + number;
  }
}
