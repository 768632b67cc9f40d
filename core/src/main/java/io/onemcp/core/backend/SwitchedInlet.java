package io.onemcp.core.backend;

import io.onemcp.core.protocol.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The inlet of a connection whose era is not known yet: what comes in goes to whoever took over
 * last.
 */
public final class SwitchedInlet implements BackendInlet {
  private static final Logger LOG = LoggerFactory.getLogger(SwitchedInlet.class);

  private final String backend;
  private volatile Receiver receiver = _ -> {};
  private volatile BackendEar ear = new Deaf();

  SwitchedInlet(String backend) {
    this.backend = backend;
  }

  /** From now on messages go to the receiver, and the end of the connection to the ear. */
  public void switchTo(Receiver next, BackendEar listener) {
    receiver = next;
    ear = listener;
  }

  @Override
  public void received(Message message) {
    receiver.received(message);
  }

  @Override
  public void garbage(String sample) {
    LOG.warn("backend {} wrote something that is no message: {}", backend, sample);
  }

  @Override
  public void lost(String cause) {
    ear.lost(cause);
  }

  /** Takes a message that belongs to no request's own stream. */
  @FunctionalInterface
  public interface Receiver {
    void received(Message message);
  }

  private static final class Deaf implements BackendEar {
    @Override
    public void listChanged(CapabilityKind kind) {}

    @Override
    public void notified(Message.Notification notification) {}

    @Override
    public void lost(String cause) {}
  }
}
