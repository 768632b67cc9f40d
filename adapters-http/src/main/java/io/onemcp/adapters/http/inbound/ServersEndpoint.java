package io.onemcp.adapters.http.inbound;

import io.onemcp.adapters.http.inbound.HealthReport.BackendHealth;
import io.onemcp.adapters.http.inbound.HealthReport.Breaker;
import io.onemcp.adapters.http.inbound.HealthReport.Connection;
import io.onemcp.adapters.http.inbound.HealthReport.ReplicaHealth;
import io.onemcp.adapters.http.inbound.HealthReport.Setback;
import io.onemcp.core.exchange.Answer;
import io.onemcp.core.protocol.GatewayError.MalformedRequest;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How every server is, for programs with credentials: {@code GET /api/v1/servers}, and {@code
 * /api/v1/servers/{name}} for one. With {@code after} and {@code wait} the answer comes when
 * something has changed since another answer.
 */
final class ServersEndpoint {
  /** Where it is. */
  static final String PATH = "/api/v1/servers";

  private static final int OK = 200;
  private static final int MAX_WAIT_SECONDS = 60;

  private final HealthReports health;

  ServersEndpoint(HealthReports health) {
    this.health = health;
  }

  /**
   * Returns what takes a request.
   *
   * @param name of the only server that is asked for
   * @param query parameters of the address
   */
  Entrance.Room asked(Optional<String> name, Map<String, Deque<String>> query) {
    return (method, arrival) -> {
      if (method.equals("GET") || method.equals("HEAD")) {
        answer(name, query, arrival);
      } else {
        Entrance.refuseMethod(method, arrival, "GET, HEAD");
      }
    };
  }

  private void answer(Optional<String> name, Map<String, Deque<String>> query, Arrival arrival)
      throws InterruptedException {
    Optional<Long> after = number(query, "after", Long.MAX_VALUE);
    Optional<Long> wait = number(query, "wait", MAX_WAIT_SECONDS);
    if (after.isEmpty() || wait.isEmpty()) {
      arrival.refuse(
          new MalformedRequest(
              "after, wait: (expected: a version, and 0 to " + MAX_WAIT_SECONDS + " seconds)"));
      return;
    }
    HealthReport report =
        query.containsKey("after") && wait.get() > 0
            ? health.after(after.get(), Duration.ofSeconds(wait.get()))
            : health.now();
    List<BackendHealth> asked =
        report.backends().stream()
            .filter(backend -> name.isEmpty() || name.get().equals(backend.name()))
            .toList();
    if (name.isPresent() && asked.isEmpty()) {
      arrival.refuse(Routes.NOWHERE);
      return;
    }
    Json servers = JsonWriter.array(asked.stream().map(ServersEndpoint::json).toList());
    Json body = new JsonWriter().put("version", report.changes()).put("servers", servers).json();
    arrival.reply().answer(new Answer(body.wire(), OK));
  }

  /** Returns a parameter, or 0 without one; empty if it is no number up to the largest one. */
  private static Optional<Long> number(
      Map<String, Deque<String>> query, String name, long largest) {
    Deque<String> given = query.get(name);
    String text = given == null || given.isEmpty() ? "0" : given.getFirst();
    return Optional.of(text)
        .filter(digits -> digits.matches("\\d{1,18}"))
        .map(Long::parseLong)
        .filter(value -> value <= largest);
  }

  private static Json json(BackendHealth backend) {
    Connection connection = backend.connection();
    return new JsonWriter()
        .put("name", backend.name())
        .put("transport", connection.kind())
        .put("phase", connection.phase().label())
        .put("state", connection.state())
        .put("since", connection.since().toString())
        .putPresent("cause", text(connection.reason()))
        .putPresent("revision", text(connection.revision().map(it -> it.wire())))
        .putPresent(
            "era", text(connection.revision().map(it -> it.era().name().toLowerCase(Locale.ROOT))))
        .put("circuit", circuit(connection.breaker()))
        .put("lists", backend.lists().source().label())
        .put("counts", counts(backend.lists()))
        .putPresent("lastError", connection.setback().map(ServersEndpoint::json).orElse(null))
        .put("tags", JsonWriter.strings(new TreeSet<>(backend.tags())))
        .putPresent("replicas", replicas(backend))
        .json();
  }

  /** Returns how each of several replicas is; null where there is only one. */
  static @Nullable Json replicas(BackendHealth backend) {
    return backend.replicas().isEmpty()
        ? null
        : JsonWriter.array(backend.replicas().stream().map(ServersEndpoint::json).toList());
  }

  private static Json json(ReplicaHealth replica) {
    Connection connection = replica.connection();
    return new JsonWriter()
        .put("name", replica.name())
        .put("phase", connection.phase().label())
        .put("state", connection.state())
        .put("since", connection.since().toString())
        .putPresent("cause", text(connection.reason()))
        .put("circuit", circuit(connection.breaker()))
        .put("underWay", (long) replica.underWay())
        .putPresent("lastError", connection.setback().map(ServersEndpoint::json).orElse(null))
        .json();
  }

  private static Json json(Setback setback) {
    return new JsonWriter().put("at", setback.at().toString()).put("cause", setback.cause()).json();
  }

  /** Returns whether requests go to a connected backend, and when the next one may. */
  static Json circuit(Breaker breaker) {
    return new JsonWriter()
        .put("state", breaker.state())
        .putPresent("probeAt", text(breaker.probeAt().map(Instant::toString)))
        .json();
  }

  /** Returns how much a backend offers, by kind, in the order of the kinds' names. */
  static Json counts(HealthReport.Lists lists) {
    JsonWriter counts = new JsonWriter();
    new TreeMap<>(lists.counts()).forEach((kind, count) -> counts.put(kind, (long) count));
    return counts.json();
  }

  private static @Nullable Json text(Optional<String> text) {
    return text.map(Json::string).orElse(null);
  }
}
