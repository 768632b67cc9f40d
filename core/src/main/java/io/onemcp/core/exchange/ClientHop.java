package io.onemcp.core.exchange;

import io.onemcp.core.access.Caller;
import io.onemcp.core.catalog.View;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.LogLevel;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.MalformedJsonException;
import java.util.Optional;

/**
 * What the gateway knows of the client behind one request.
 *
 * @param origin tells it apart from others of its caller: its session, or where it calls from
 * @param view what the client's address shows
 * @param clientInfo its name and version, for display only
 * @param capabilities what it declared
 * @param logs whether it takes log messages at all
 * @param logLevel the severity from which it wants them; empty for every one
 * @param link the way back to it, if it keeps a session
 */
public record ClientHop(
    Revision revision,
    Caller caller,
    String origin,
    View view,
    Json clientInfo,
    Json capabilities,
    boolean logs,
    Optional<LogLevel> logLevel,
    Optional<ClientLink> link) {
  /** Members of a client's capabilities that the gateway looks at. */
  private static final String[] READ = {"elicitation", "extensions", "roots", "sampling", "tasks"};

  public Era era() {
    return revision.era();
  }

  /**
   * Makes sure that nobody reads other values in what a client declares than the gateway does.
   *
   * @throws MalformedJsonException if somebody might
   */
  public static void requireUnambiguous(Json capabilities) {
    capabilities.requireUnambiguous(READ);
  }

  /** Returns how to ask it by requests, if it can be asked so. */
  public Optional<ClientLink> askable() {
    return link.filter(known -> !known.capabilities().members().isEmpty());
  }

  /** Returns whether a log message of this level is for this client. */
  boolean wants(LogLevel level) {
    return logs && level.passes(logLevel.orElse(LogLevel.DEBUG));
  }
}
