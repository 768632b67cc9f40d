package io.onemcp.core.backend;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.config.LoadingMode;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One server behind the gateway, kept connected: alive, or able to say why not. Whether there is
 * one of it or a group of replicas is seen by people only. Safe for use by many threads.
 */
public abstract class Backend {
  Backend() {}

  public final BackendName name() {
    return definition().name();
  }

  public abstract BackendDefinition definition();

  /** Returns where it stands; a group stands where the best of its replicas does. */
  public abstract ConnectionState state();

  /**
   * Returns what it offered when its lists were last read; empty while it never was ready, or has
   * been gone for longer than people should be told of it.
   */
  public abstract Optional<Offer> offer();

  /** Returns since when it is in a state of this label. */
  public abstract Instant since();

  /** Returns how its last dial failed or its last connection broke, also if it is ready again. */
  public abstract Optional<Setback> lastSetback();

  /** Returns how often it wrote something that is no message where messages belong. */
  public abstract long strayOutput();

  /** Returns the last lines that the backend wrote for people; empty where there are none. */
  public abstract String diagnostics();

  /**
   * Carries a call out. Waits, within bounds, for a place and for a connection that is about to
   * come. Throws the exceptions of {@link BackendConnection} too.
   *
   * @throws BackendUnavailableException if nothing was sent
   * @throws BackendBusyException if nothing was sent, because too much is under way
   */
  public abstract Response call(Call call) throws InterruptedException;

  /**
   * Carries a call out on a session of its client's own, so that the backend can ask that client.
   * Throws what {@link #call(Call)} throws.
   */
  public abstract Response call(Call call, HopTerms terms) throws InterruptedException;

  /**
   * Carries out a request of the gateway's own, within the time that the definition allows.
   *
   * @throws BackendLostException also if no answer came in time
   */
  public abstract Response request(String method, Json params) throws InterruptedException;

  /** Carries out a request of the gateway's own on a session of these terms, in the same way. */
  public abstract Response request(String method, Json params, HopTerms terms)
      throws InterruptedException;

  /** Returns the sessions of single clients. */
  public abstract OwnSessions own();

  /** Returns the hop in use; empty while not connected. */
  public abstract Optional<Hop> hop();

  /**
   * Returns the hop in use; where there is none, has the backend connected if it is so only when
   * needed, and waits, within bounds, for a hop that is about to come.
   */
  public abstract Optional<Hop> awaitHop() throws InterruptedException;

  /** Returns whether requests are let through, and why not. */
  public abstract Circuit circuit();

  /** Returns how many requests are under way or wait for a place. */
  public abstract int underWay();

  /** Returns whether the first dial has ended, well or badly. */
  public abstract boolean isSettled();

  /** Returns whether it was stopped for good. */
  public abstract boolean isClosed();

  /** Returns whether it is ready, with all its replicas, and these are of one mind. */
  public abstract boolean isWhole();

  /** Returns in words why it is in its state, or what is missing of a group that is ready. */
  public abstract String condition();

  /** Returns when another attempt to reach it makes sense, where that is known. */
  public abstract Optional<Duration> retryIn();

  /** Returns the replicas of a group, each alone; none of a backend that is alone itself. */
  public abstract List<Backend> replicas();

  /** Has a list read again that is not true any more by the backend's own word; returns at once. */
  public abstract void refresh(CapabilityKind kind);

  /** Returns when it is connected. */
  abstract LoadingMode mode();

  /** Shows what it offered in the runtime's last life, until it is asked itself. */
  abstract void recall();

  /**
   * Takes over what another definition of it says, as far as that needs no other connection of what
   * goes on. Replicas that leave may finish their calls within the bound.
   */
  abstract void redefine(BackendDefinition changed, Duration drain);

  /** Tells once more what it offers, in order with whatever else it tells. */
  abstract void tellOfferAgain();

  /** Takes up what its predecessor offered, to show it for as long as an absence may last. */
  abstract void inherit(Offer legacy);

  abstract void start();

  /** Ends its wish to be connected, or takes it up again. */
  abstract void order(ConnectionSignal signal);

  /** Waits until the first dial has ended, well or badly. */
  abstract void awaitSettled() throws InterruptedException;

  /** Begins to close the connection; the backend cannot be started again. */
  abstract void stop();

  /** Waits until its connection is closed, once it was stopped. */
  abstract void awaitEnd() throws InterruptedException;
}
