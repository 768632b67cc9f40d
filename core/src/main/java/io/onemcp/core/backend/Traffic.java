package io.onemcp.core.backend;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.runtime.Deadline;
import io.onemcp.core.runtime.Tasks;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests on their way to one backend: bounded in number, refused while its circuit is open, and
 * sent once more, on another connection if there is one, where that cannot carry anything out
 * twice.
 */
final class Traffic {
  private static final Logger LOG = LoggerFactory.getLogger(Traffic.class);
  private static final int SERVER_FAULT = 500;

  private final BackendName backend;
  private final Bulkhead places;
  private final CircuitBreaker breaker;
  private final Berth berth;
  private final OwnHops own;
  private final Company company;
  private final Tasks tasks;

  Traffic(BackendDefinition definition, BackendRules rules, Surroundings around, Ways ways) {
    this.backend = definition.name();
    this.places = new Bulkhead(rules.places(), around.tasks());
    this.breaker =
        new CircuitBreaker(
            definition.name(), rules.supervision().breaker(), around, ways.company());
    this.berth = ways.berth();
    this.own = ways.own();
    this.company = ways.company();
    this.tasks = around.tasks();
  }

  /** Returns how many requests are under way or wait for a place. */
  int underWay() {
    return places.occupancy();
  }

  /** Returns whether one more request would not have to wait for a place. */
  boolean hasRoom() {
    return places.hasRoom();
  }

  Circuit circuit() {
    return breaker.circuit();
  }

  /** The backend has a new connection, which nothing is known against. */
  void renewed() {
    breaker.ended(Circuit.Signal.SUCCEEDED, "there is a new connection");
  }

  /** Carries a call out on the connection that all clients share. */
  Response call(Call call) throws InterruptedException {
    Call heard =
        call.hearing(message -> {
          berth.heard();
          call.interim().accept(message);
        });
    return carry(
        call,
        hop -> {
          Response response = hop.call(heard);
          berth.heard();
          return response;
        });
  }

  /** Carries a call out on a session of its client's own. */
  Response call(Call call, HopTerms terms) throws InterruptedException {
    return carry(call, _ -> own.call(terms, call));
  }

  /**
   * Carries a request of the gateway's own out, within a time.
   *
   * @throws BackendLostException also if no answer came in time
   */
  Response request(Call call, Duration bound) throws InterruptedException {
    return inTime(call, bound, () -> call(call));
  }

  /** Does the same on a session of these terms. */
  Response request(Call call, HopTerms terms, Duration bound) throws InterruptedException {
    return inTime(call, bound, () -> call(call, terms));
  }

  private Response inTime(Call call, Duration bound, Carrying carrying)
      throws InterruptedException {
    Deadline deadline = Deadline.arm(tasks, bound);
    try (deadline) {
      return carrying.carry();
    } catch (InterruptedException e) {
      if (deadline.expired()) {
        throw new BackendLostException("no answer to " + call.method() + " in time");
      }
      throw e;
    }
  }

  private Response carry(Call call, Work work) throws InterruptedException {
    places.enter();
    long begin = berth.used();
    try {
      return attempts(call, work);
    } catch (InterruptedException e) {
      berth.givenUp(begin);
      throw e;
    } finally {
      places.leave();
      berth.used();
    }
  }

  private Response attempts(Call call, Work work) throws InterruptedException {
    Hop hop = berth.require();
    try {
      return attempt(hop, work);
    } catch (BackendUnreachableException e) {
      if (company.canTakeOver()) {
        throw e;
      }
      LOG.debug("backend {}: {} was not sent: {}", backend, call.method(), e.getMessage());
      berth.awaitOther(hop);
      return attempt(berth.require(), work);
    } catch (BackendLostException e) {
      if (!call.repeatable()) {
        throw e;
      }
      LOG.debug("backend {}: {} was lost: {}", backend, call.method(), e.getMessage());
      return repeat(hop, work, e);
    }
  }

  /** What may have been carried out once stays so, whatever becomes of the second attempt. */
  private Response repeat(Hop broken, Work work, BackendLostException first)
      throws InterruptedException {
    try {
      if (first.isConclusive()) {
        berth.awaitOther(broken);
      }
      return attempt(berth.require(), work);
    } catch (BackendUnavailableException | BackendUnreachableException e) {
      first.addSuppressed(e);
      throw first;
    }
  }

  private Response attempt(Hop hop, Work work) throws InterruptedException {
    breaker.admit();
    Circuit.Signal end = Circuit.Signal.INCONCLUSIVE;
    String cause = "nobody waits for an answer";
    try {
      Response response = work.on(hop);
      end = Circuit.Signal.SUCCEEDED;
      cause = "a request was answered";
      return response;
    } catch (BackendUnreachableException e) {
      end = Circuit.Signal.FAILED;
      cause = e.getMessage();
      throw e;
    } catch (BackendLostException e) {
      end = e.isConclusive() ? Circuit.Signal.FAILED : Circuit.Signal.INCONCLUSIVE;
      cause = e.getMessage();
      throw e;
    } catch (BackendRefusedException e) {
      end = e.status() < SERVER_FAULT ? Circuit.Signal.SUCCEEDED : Circuit.Signal.FAILED;
      cause = e.getMessage();
      throw e;
    } finally {
      breaker.ended(end, cause);
    }
  }

  /** On what requests go, and who else could take them. */
  record Ways(Berth berth, OwnHops own, Company company) {}

  @FunctionalInterface
  private interface Carrying {
    Response carry() throws InterruptedException;
  }

  /** What is done with a connection. */
  @FunctionalInterface
  private interface Work {
    Response on(Hop hop) throws InterruptedException;
  }
}
