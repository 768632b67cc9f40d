package io.onemcp.core.task;

import io.onemcp.core.backend.Offer;
import io.onemcp.core.backend.ServerDescription;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.json.Json;

/** Who can do tasks: an experiment of one era, an extension of the other. */
public final class TaskSupport {
  /** The extension's name (MCP 2026-07-28). */
  public static final String EXTENSION = "io.modelcontextprotocol/tasks";

  /** What a client of the stateless era declares that takes tasks for results. */
  public static final Json DECLARED = Json.of("{\"extensions\":{\"" + EXTENSION + "\":{}}}");

  private static final String EXTENSIONS = "extensions";

  private TaskSupport() {}

  /** Returns whether a backend has tasks, in the way of its own era. */
  public static boolean isOffered(Offer offer) {
    return isOffered(offer.server(), offer.era());
  }

  /**
   * Returns whether a backend's tasks are there for clients of an era: of its own, and, held by the
   * gateway, of the stateless one.
   */
  public static boolean isOffered(Offer offer, Era client) {
    return isOffered(offer) && (offer.era() == client || client == Era.STATELESS);
  }

  /** Returns whether a server of this era has tasks. */
  public static boolean isOffered(ServerDescription server, Era era) {
    return era == Era.STATEFUL
        ? server.declares("tasks")
        : server.capabilities().at(EXTENSIONS, EXTENSION) != null;
  }

  /** Returns whether a client of the stateless era said that it takes tasks for results. */
  public static boolean isDeclared(Json clientCapabilities) {
    return clientCapabilities.at(EXTENSIONS, EXTENSION) != null;
  }

  /** Returns whether a stateless server refused a call because its client has no tasks. */
  public static boolean isMissing(Response response) {
    return response instanceof Failure(_, _, var error)
        && error.code() == ErrorCodes.MISSING_CAPABILITY
        && error.data() != null
        && error.data().at("requiredCapabilities", EXTENSIONS, EXTENSION) != null;
  }

  /** Returns the refusal for a client of the stateless era that did not say so. */
  public static GatewayError required(String what) {
    return new GatewayError.MissingCapability(
        DECLARED,
        what + " needs the extension " + EXTENSION + " (expected: declared by the client)");
  }
}
