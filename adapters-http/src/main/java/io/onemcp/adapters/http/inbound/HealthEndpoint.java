package io.onemcp.adapters.http.inbound;

import io.onemcp.adapters.http.inbound.HealthReport.BackendHealth;
import io.onemcp.adapters.http.inbound.HealthReport.Overall;
import io.onemcp.core.access.Authenticator.Verdict;
import io.onemcp.core.access.Caller;
import io.onemcp.core.exchange.Answer;
import io.onemcp.core.exchange.Headers;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.GatewayError.NotHere;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import io.undertow.util.HttpString;
import java.util.Optional;
import java.util.TreeMap;
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
            boolean starting = interior.health().get().overall() == Overall.STARTING;
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
            HealthReport report = interior.health().get();
            Json body =
                verdict instanceof Verdict.Authenticated
                    ? json(report)
                    : status(report.overall().label());
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
        .put(
            "backends",
            JsonWriter.array(report.backends().stream().map(HealthEndpoint::json).toList()))
        .json();
  }

  private static Json json(BackendHealth backend) {
    JsonWriter counts = new JsonWriter();
    new TreeMap<>(backend.counts()).forEach((kind, count) -> counts.put(kind, (long) count));
    return new JsonWriter()
        .put("name", backend.name())
        .put("state", backend.state())
        .put("transport", backend.transport())
        .putPresent("revision", backend.revision().map(Json::string).orElse(null))
        .put("counts", counts.json())
        .putPresent("reason", backend.reason().map(Json::string).orElse(null))
        .put("diagnostics", JsonWriter.strings(backend.diagnostics()))
        .json();
  }
}
