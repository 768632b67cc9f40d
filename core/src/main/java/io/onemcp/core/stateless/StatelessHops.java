package io.onemcp.core.stateless;

import io.onemcp.core.backend.BackendEar;
import io.onemcp.core.backend.BackendRefusedException;
import io.onemcp.core.backend.Call;
import io.onemcp.core.backend.HopOpener;
import io.onemcp.core.backend.HopTerms;
import io.onemcp.core.backend.ServerDescription;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.Implementation;
import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.runtime.Deadline;
import io.onemcp.core.runtime.Tasks;
import java.time.Duration;

/**
 * Agrees with backends by {@code server/discover} (MCP 2026-07-28, basic/versioning).
 *
 * <p>A discovery result proves the era, and so does an error that only this era has, if it names a
 * revision that we speak. Credentials that are missing and servers that are broken prove nothing.
 */
public final class StatelessHops implements HopOpener {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int SERVER_FAULT = 500;

  private final Implementation gateway;
  private final Tasks tasks;
  private final Duration probe;

  /**
   * Makes an opener.
   *
   * @param probe how long a peer may keep silent before it is taken to be of the other era
   */
  public StatelessHops(Implementation gateway, Tasks tasks, Duration probe) {
    this.gateway = gateway;
    this.tasks = tasks;
    this.probe = probe;
  }

  @Override
  public Era era() {
    return Era.STATELESS;
  }

  @Override
  public Handshake open(Peer peer, BackendEar ear, HopTerms terms) throws InterruptedException {
    StatelessHop hop =
        new StatelessHop(peer.connection(), Revision.LATEST_STATELESS, gateway, ear, tasks);
    peer.inlet().switchTo(hop::received);
    // Half of the time is left for the other era.
    Duration half = peer.definition().connectTimeout().dividedBy(2);
    Duration patience = half.compareTo(probe) < 0 ? half : probe;
    Deadline deadline = Deadline.arm(tasks, patience);
    try (deadline) {
      return judge(hop, hop.call(Call.of(Methods.DISCOVER, Json.EMPTY_OBJECT)));
    } catch (BackendRefusedException e) {
      if (provesNothing(e.status())) {
        throw e;
      }
      return new Handshake.NotSpoken("server/discover refused with HTTP status " + e.status());
    } catch (InterruptedException e) {
      if (!deadline.expired()) {
        throw e;
      }
      return new Handshake.NotSpoken(
          "server/discover not answered within " + patience.toMillis() + " ms");
    }
  }

  private static boolean provesNothing(int status) {
    return status == UNAUTHORIZED || status == FORBIDDEN || status >= SERVER_FAULT;
  }

  private static Handshake judge(StatelessHop hop, Response response) {
    if (response instanceof Failure(_, _, var error)) {
      return new Handshake.NotSpoken(
          "server/discover answered with error " + error.code() + ": " + error.message());
    }
    Json result = ((Success) response).result();
    Json versions = result.at("supportedVersions");
    if (versions == null || !offers(versions, hop.revision())) {
      return new Handshake.NotSpoken("server/discover offers " + versions);
    }
    hop.describe(describe(result));
    return new Handshake.Agreed(hop);
  }

  private static ServerDescription describe(Json result) {
    return ServerDescription.of(
        result.at(MetaKeys.META, MetaKeys.SERVER_INFO),
        result.at("capabilities"),
        result.text("instructions"));
  }

  /** Returns whether a list of revisions has this one. */
  static boolean offers(Json versions, Revision revision) {
    return versions.elements().stream()
        .anyMatch(version -> version.asText().equals(revision.wire()));
  }

  /**
   * Returns whether an answer says that the revision is not supported, and yet offers it: asking
   * again is safe.
   */
  static boolean asksAgain(Response response, Revision revision) {
    if (!(response instanceof Failure(_, _, var error))
        || error.code() != ErrorCodes.UNSUPPORTED_REVISION) {
      return false;
    }
    Json supported = error.data() == null ? null : error.data().at("supported");
    return supported != null && offers(supported, revision);
  }
}
