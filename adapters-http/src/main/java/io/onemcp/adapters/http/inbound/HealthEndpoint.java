package io.onemcp.adapters.http.inbound;

import io.onemcp.adapters.http.inbound.HealthReport.BackendHealth;
import io.onemcp.adapters.http.inbound.HealthReport.ConfigHealth;
import io.onemcp.adapters.http.inbound.HealthReport.Connection;
import io.onemcp.adapters.http.inbound.HealthReport.Overall;
import io.onemcp.adapters.http.inbound.HealthReport.Phase;
import io.onemcp.adapters.http.inbound.HealthReport.Source;
import io.onemcp.core.access.Authenticator.Verdict;
import io.onemcp.core.access.Caller;
import io.onemcp.core.exchange.Answer;
import io.onemcp.core.exchange.Headers;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.GatewayError.NotHere;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import io.undertow.util.HttpString;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Whether the gateway lives, whether it is ready, and how it is. The first two say one word to
 * everybody; the third tells details to those with credentials.
 */
final class HealthEndpoint {
  private static final HttpString ALLOW = new HttpString("Allow");
  private static final int OK = 200;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int UNAVAILABLE = 503;

  private final Interior interior;

  HealthEndpoint(Interior interior) {
    this.interior = interior;
  }

  /** Answers that the process serves requests, which is then obvious. */
  void live(HttpString method, Reply reply) {
    if (isRead(method, reply)) {
      reply.answer(new Answer(status("alive").wire(), OK));
    }
  }

  /** Answers whether every backend has settled once. */
  void ready(HttpString method, Reply reply) {
    if (isRead(method, reply)) {
      later(
          reply,
          () -> {
            boolean starting = interior.health().overall() == Overall.STARTING;
            return starting
                ? new Answer(status("starting").wire(), UNAVAILABLE)
                : new Answer(status("ready").wire(), OK);
          });
    }
  }

  /** Answers how the gateway and each backend are. */
  void report(HttpString method, Headers headers, Optional<Caller> known, Reply reply) {
    if (isRead(method, reply)) {
      later(
          reply,
          () -> {
            Verdict verdict = interior.judge(known, headers);
            Json body =
                verdict instanceof Verdict.Authenticated
                    ? json(interior.health().now())
                    : status(interior.health().overall().label());
            return new Answer(body.wire(), OK);
          });
    }
  }

  private static boolean isRead(HttpString method, Reply reply) {
    boolean read = method.equalToString("GET") || method.equalToString("HEAD");
    if (!read) {
      reply.header(ALLOW, "GET, HEAD");
      reply.refuse(new NotHere(METHOD_NOT_ALLOWED, "Method not allowed: " + method), Era.STATEFUL);
    }
    return read;
  }

  private void later(Reply reply, Supplier<Answer> answer) {
    interior.tasks().start("health", () -> fenced(reply, answer));
  }

  /** The root of the request's thread: nothing that is thrown leaves it. */
  private static void fenced(Reply reply, Supplier<Answer> answer) {
    try {
      reply.answer(answer.get());
    } catch (RuntimeException | Error e) {
      reply.fail(e, Era.STATEFUL);
    }
  }

  private static Json status(String word) {
    return new JsonWriter().put("status", word).json();
  }

  private static Json json(HealthReport report) {
    return new JsonWriter()
        .put("status", report.overall().label())
        .put("version", report.version())
        .put("servers", progress(report))
        .put("config", json(report.config()))
        .put("problems", JsonWriter.strings(report.problems()))
        .put(
            "backends",
            JsonWriter.array(report.backends().stream().map(HealthEndpoint::json).toList()))
        .json();
  }

  /** Returns how many servers are in each phase, and how many show lists of an earlier time. */
  private static Json progress(HealthReport report) {
    JsonWriter progress = new JsonWriter().put("total", (long) report.backends().size());
    for (Phase phase : Phase.values()) {
      progress.put(phase.label(), count(report, backend -> backend.connection().phase() == phase));
    }
    return progress
        .put("cached", count(report, backend -> backend.lists().source() == Source.CACHED))
        .json();
  }

  private static long count(HealthReport report, Predicate<BackendHealth> wanted) {
    return report.backends().stream().filter(wanted).count();
  }

  private static Json json(ConfigHealth config) {
    return new JsonWriter()
        .put("state", config.state())
        .put("since", config.since().toString())
        .put("problems", JsonWriter.strings(config.problems()))
        .put("pending", JsonWriter.strings(config.pending()))
        .json();
  }

  private static Json json(BackendHealth backend) {
    Connection connection = backend.connection();
    Optional<String> revision =
        connection.phase() == Phase.READY
            ? connection.revision().map(Revision::wire)
            : Optional.empty();
    return new JsonWriter()
        .put("name", backend.name())
        .put("state", connection.state())
        .put("since", connection.since().toString())
        .put("transport", connection.transport())
        .putPresent("revision", revision.map(Json::string).orElse(null))
        .put("circuit", ServersEndpoint.circuit(connection.breaker()))
        .put("lists", backend.lists().source().label())
        .put("counts", ServersEndpoint.counts(backend.lists()))
        .putPresent("reason", connection.reason().map(Json::string).orElse(null))
        .put("diagnostics", JsonWriter.strings(backend.diagnostics()))
        .put("strayOutput", backend.strayOutput())
        .putPresent("replicas", ServersEndpoint.replicas(backend))
        .json();
  }
}
