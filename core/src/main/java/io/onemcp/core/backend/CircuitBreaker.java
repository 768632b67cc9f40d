package io.onemcp.core.backend;

import io.onemcp.core.config.BackendName;
import io.onemcp.core.config.SupervisionConfig.Breaker;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves a backend alone for a while once requests in a row have failed on the way. Safe for use by
 * many threads.
 */
final class CircuitBreaker {
  private static final Logger LOG = LoggerFactory.getLogger(CircuitBreaker.class);

  private final BackendName backend;
  private final Breaker rule;
  private final Surroundings around;
  private final Company company;
  private Circuit circuit = Circuit.unused();

  CircuitBreaker(BackendName backend, Breaker rule, Surroundings around, Company company) {
    this.backend = backend;
    this.rule = rule;
    this.around = around;
    this.company = company;
  }

  synchronized Circuit circuit() {
    return circuit;
  }

  /**
   * Lets a request through, whose end has to be signalled. A replica is left alone only while
   * another one can take over.
   *
   * @throws BackendUnavailableException if it may not go
   */
  void admit() {
    Instant now = around.time().now();
    boolean last = isLast();
    Circuit before;
    boolean admitted;
    synchronized (this) {
      before = circuit;
      admitted = last || before.admits(now);
      if (admitted) {
        circuit = before.on(Circuit.Signal.ADMITTED, rule, now);
      }
    }
    if (!admitted) {
      Duration left =
          before instanceof Circuit.Open(var until) ? Duration.between(now, until) : rule.pause();
      throw new BackendUnavailableException(
          "its last requests failed on the way, so it is left alone for a while",
          Optional.of(left));
    }
    if (before instanceof Circuit.Open) {
      tell(before, new Circuit.HalfOpen(), "one request is let through, to see");
    }
  }

  /** Learns how a request ended. */
  void ended(Circuit.Signal signal, String cause) {
    boolean spared = signal == Circuit.Signal.FAILED && isLast();
    Circuit before;
    Circuit after;
    synchronized (this) {
      before = circuit;
      after =
          spared && before instanceof Circuit.Closed
              ? before
              : before.on(signal, rule, around.time().now());
      circuit = after;
    }
    if (!before.label().equals(after.label())) {
      tell(before, after, cause);
    }
  }

  private boolean isLast() {
    return company.isPresent() && !company.canTakeOver();
  }

  private void tell(Circuit before, Circuit after, String cause) {
    LOG.info("backend {}: its circuit is {} ({})", backend, after.label(), cause);
    around.events().publish(new BackendEvent.CircuitChanged(backend, before, after, cause));
  }
}
