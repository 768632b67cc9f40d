package io.onemcp.adapters.http.inbound;

import io.onemcp.core.protocol.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a gateway is at one moment.
 *
 * @param overall the whole in one word
 * @param version of the gateway
 * @param changes grows with everything that happens to a backend; not from 0
 * @param config how the configuration in use relates to the one that was read last
 * @param problems what else a person should know of, without secrets
 * @param backends one by one, in the order in which they are shown
 */
public record HealthReport(
    Overall overall,
    String version,
    long changes,
    ConfigHealth config,
    List<String> problems,
    List<BackendHealth> backends) {
  public HealthReport {
    problems = List.copyOf(problems);
    backends = List.copyOf(backends);
  }

  /** The whole in one word. */
  public enum Overall {
    /** Some backend has not settled for the first time: it is neither connected nor given up. */
    STARTING("starting"),
    /** Every backend that is wanted is connected. */
    OK("ok"),
    /** The gateway serves, with some backend missing or its configuration not as it is written. */
    DEGRADED("degraded");

    private final String label;

    Overall(String label) {
      this.label = label;
    }

    /** Returns the word for people and programs. */
    public String label() {
      return label;
    }
  }

  /** What can be expected of a backend, in one word. */
  public enum Phase {
    /** A dial is under way, or about to be. */
    STARTING("starting"),
    /** Calls go through. */
    READY("ready"),
    /** Not connected until a call needs it. */
    IDLE("idle"),
    /** Lost or unreachable; it is tried again. */
    RETRYING("retrying"),
    /** Given up, until a person does something. */
    FAILED("failed"),
    /** A person has to consent first. */
    WAITING("waiting"),
    /** Not wanted. */
    DISABLED("disabled");

    private final String label;

    Phase(String label) {
      this.label = label;
    }

    /** Returns the word for programs. */
    public String label() {
      return label;
    }
  }

  /** Where the lists of a backend come from. */
  public enum Source {
    /** It is connected, and was asked. */
    LIVE("live"),
    /** It was asked earlier, perhaps in an earlier life of the runtime. */
    CACHED("cached"),
    /** Nothing is known of what it lists. */
    NONE("none");

    private final String label;

    Source(String label) {
      this.label = label;
    }

    /** Returns the word for programs. */
    public String label() {
      return label;
    }
  }

  /**
   * How the configuration in use relates to the one that was read last.
   *
   * @param state in one word
   * @param since when that was first so
   * @param problems what a person should change, one line each, without configured values
   * @param pending keys whose values take effect when the gateway is started again
   */
  public record ConfigHealth(
      String state, Instant since, List<String> problems, List<String> pending) {
    public ConfigHealth {
      problems = List.copyOf(problems);
      pending = List.copyOf(pending);
    }
  }

  /**
   * How one backend is.
   *
   * @param name as configured
   * @param tags as configured
   * @param connection whether and how it is reached
   * @param lists what it offers
   * @param diagnostics the last lines that it said about itself, oldest first
   * @param strayOutput how often it wrote something that is no message where messages belong
   * @param replicas one by one, where there is more than one of it
   */
  public record BackendHealth(
      String name,
      Set<String> tags,
      Connection connection,
      Lists lists,
      List<String> diagnostics,
      long strayOutput,
      List<ReplicaHealth> replicas) {
    public BackendHealth {
      tags = Set.copyOf(tags);
      diagnostics = List.copyOf(diagnostics);
      replicas = List.copyOf(replicas);
    }
  }

  /**
   * How one of several replicas is.
   *
   * @param name of its log and of its events
   * @param connection whether and how it is reached
   * @param underWay how many requests are under way there, or wait
   */
  public record ReplicaHealth(String name, Connection connection, int underWay) {}

  /**
   * Whether and how a backend is reached.
   *
   * @param kind of its transport, in one word
   * @param transport in a few words, without secrets
   * @param phase what can be expected of it
   * @param state where it stands, in one or two words
   * @param since when
   * @param revision spoken with it; where it is not connected, the one in which its lists were read
   * @param reason why it is not ready
   * @param breaker whether requests go to it while it is connected
   * @param setback what went wrong last, also if it is ready again
   */
  public record Connection(
      String kind,
      String transport,
      Phase phase,
      String state,
      Instant since,
      Optional<Revision> revision,
      Optional<String> reason,
      Breaker breaker,
      Optional<Setback> setback) {}

  /**
   * Whether requests go to a connected backend, or are refused because too many failed on the way.
   *
   * @param state in one word
   * @param probeAt when the next request is let through, to see; empty unless all are refused
   */
  public record Breaker(String state, Optional<Instant> probeAt) {}

  /**
   * What a backend offers.
   *
   * @param source where that is known from
   * @param counts how much it is, by kind
   */
  public record Lists(Source source, Map<String, Integer> counts) {
    public Lists {
      counts = Map.copyOf(counts);
    }
  }

  /** What went wrong, and when. */
  public record Setback(Instant at, String cause) {}
}
