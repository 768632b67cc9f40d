package io.onemcp.core.backend;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.LoadingMode;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A backend whose requests go straight to a connection of its own, on the caller's thread. */
abstract class DirectBackend extends Backend {
  /** Its name never changes; time-outs and tags may. */
  private volatile BackendDefinition definition;

  DirectBackend(BackendDefinition definition) {
    this.definition = definition;
  }

  /** Returns what it is made of; the same at every time. */
  abstract Parts parts();

  @Override
  public BackendDefinition definition() {
    return definition;
  }

  @Override
  public Optional<Offer> offer() {
    return parts().shelf().offer();
  }

  @Override
  public long strayOutput() {
    return parts().dialer().strayOutput(name());
  }

  @Override
  public String diagnostics() {
    return hop().map(Hop::diagnostics).orElseGet(() -> parts().dialer().diagnostics(definition));
  }

  @Override
  public Response call(Call call) throws InterruptedException {
    return parts().traffic().call(call);
  }

  @Override
  public Response call(Call call, HopTerms terms) throws InterruptedException {
    return parts().traffic().call(call, terms);
  }

  @Override
  public Response request(String method, Json params) throws InterruptedException {
    return parts().traffic().request(Call.of(method, params), definition.requestTimeout());
  }

  @Override
  public Response request(String method, Json params, HopTerms terms) throws InterruptedException {
    return parts().traffic().request(Call.of(method, params), terms, definition.requestTimeout());
  }

  @Override
  public OwnSessions own() {
    return parts().own();
  }

  @Override
  public Optional<Hop> hop() {
    return parts().berth().now();
  }

  @Override
  public Optional<Hop> awaitHop() throws InterruptedException {
    return parts().berth().await();
  }

  @Override
  public Circuit circuit() {
    return parts().traffic().circuit();
  }

  @Override
  public int underWay() {
    return parts().traffic().underWay();
  }

  @Override
  public List<Backend> replicas() {
    return List.of();
  }

  /** Returns whether one more request would not have to wait for a place. */
  boolean hasRoom() {
    return parts().traffic().hasRoom();
  }

  /** Returns whether requests are let through now. */
  boolean admits() {
    return circuit().admits(parts().around().time().now());
  }

  /** Has it connected if it is so only when needed. */
  void wake() {
    parts().berth().wake();
  }

  /** Has those who wait for its hop look whether another replica can take over. */
  void stir() {
    parts().berth().stir();
  }

  /** Takes as its own what another replica offered, until it is asked itself; called once. */
  void assume(Offer known) {
    parts().shelf().inherit(known);
  }

  @Override
  LoadingMode mode() {
    return parts().rules().mode();
  }

  @Override
  void recall() {
    parts().shelf().recall();
  }

  @Override
  void redefine(BackendDefinition changed, Duration drain) {
    definition = changed;
  }

  /** What one connection is kept and used by. */
  record Parts(
      Dialer dialer,
      Surroundings around,
      BackendRules rules,
      Berth berth,
      Shelf shelf,
      OwnHops own,
      Traffic traffic) {}
}
