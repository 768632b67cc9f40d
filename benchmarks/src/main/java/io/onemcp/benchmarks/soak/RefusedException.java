package io.onemcp.benchmarks.soak;

import io.onemcp.core.protocol.json.Json;
import java.util.Optional;

/** An answer that is an error; its message begins with the error's name in {@code errors.md}. */
final class RefusedException extends Exception {
  /** What a broken connection of a server explains. */
  static final String UNAVAILABLE = "BackendUnavailable";

  static final String LOST = "BackendLost";

  /** What the removal of a server explains. */
  static final String UNKNOWN = "UnknownCapability";

  private static final long serialVersionUID = 1;
  private static final String UNREACHED = "io.onemcp/unavailable";

  private final String name;

  private RefusedException(String name, String what) {
    super(name + ": " + what);
    this.name = name;
  }

  String name() {
    return name;
  }

  /** Returns what is refused by a response; empty if it has a result. */
  static Optional<RefusedException> in(Json response) {
    if (response.at("result", "_meta", UNREACHED) != null) {
      return Optional.of(new RefusedException(UNAVAILABLE, response.toString()));
    }
    Json error = response.at("error");
    return error == null
        ? Optional.empty()
        : Optional.of(new RefusedException(name(error), error.toString()));
  }

  private static String name(Json error) {
    String message = String.valueOf(error.text("message"));
    if (error.at("data", "limit") != null) {
      return "Overloaded";
    }
    if (error.at("data", "backend") != null) {
      return ofBackend(error, message);
    }
    if (message.startsWith("Unknown ")) {
      return UNKNOWN;
    }
    return message.startsWith("Session not found") ? "UnknownSession" : "Other";
  }

  private static String ofBackend(Json error, String message) {
    if ("no".equals(error.text("data", "executed"))) {
      return UNAVAILABLE;
    }
    if (message.contains("was lost")) {
      return LOST;
    }
    return message.contains("gave no answer") ? "DeadlineExceeded" : "BackendMisbehaved";
  }
}
