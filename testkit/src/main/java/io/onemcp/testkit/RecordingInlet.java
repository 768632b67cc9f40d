package io.onemcp.testkit;

import io.onemcp.core.backend.BackendInlet;
import io.onemcp.core.protocol.Message;

/** Keeps what a connection reports. */
public final class RecordingInlet implements BackendInlet {
  private final Received<Message> messages = new Received<>();
  private final Received<String> garbage = new Received<>();
  private final Received<String> losses = new Received<>();

  @Override
  public void received(Message message) {
    messages.add(message);
  }

  @Override
  public void garbage(String sample) {
    garbage.add(sample);
  }

  @Override
  public void lost(String cause) {
    losses.add(cause);
  }

  /** Returns the messages that belonged to no request's own stream. */
  public Received<Message> messages() {
    return messages;
  }

  /** Returns what was no message. */
  public Received<String> garbage() {
    return garbage;
  }

  /** Returns why the connection was lost, once for each time it was said. */
  public Received<String> losses() {
    return losses;
  }
}
