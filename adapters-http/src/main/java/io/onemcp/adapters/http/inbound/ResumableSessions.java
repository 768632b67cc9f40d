package io.onemcp.adapters.http.inbound;

import io.onemcp.adapters.http.replay.ReplayBuffers;
import io.onemcp.core.config.Limits;
import io.onemcp.core.exchange.StatefulDoor.Session;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.Revision;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The {@link SessionStreams} of every session that has, or had, a stream. A session that is only
 * ever answered by JSON costs nothing here.
 */
final class ResumableSessions {
  private final Map<String, SessionStreams> bySession = new ConcurrentHashMap<>();
  private final ReplayBuffers buffers;

  ResumableSessions(Limits limits) {
    this.buffers =
        new ReplayBuffers(limits.replayEvents(), limits.replayBytes(), limits.replayTotalBytes());
  }

  /** Returns whether the revision has streams that can be resumed. */
  static boolean knows(Revision revision) {
    return revision.atLeast(Revision.V2025_03_26);
  }

  /** Returns whether the revision's clients can come back before the first message, too. */
  static boolean canAlwaysResume(Revision revision) {
    return revision.atLeast(Revision.V2025_11_25);
  }

  /** Makes the reply resumable, should it become a stream. */
  void answer(Session session, Optional<RequestId> request, Reply reply) {
    if (knows(session.revision())) {
      reply.carries(connection -> of(session).answering(request, connection));
      if (canAlwaysResume(session.revision())) {
        reply.showsEarly();
      }
    }
  }

  /** Returns the streams of a session, until it is over. */
  SessionStreams of(Session session) {
    SessionStreams known = bySession.get(session.id());
    if (known != null) {
      return known;
    }
    SessionStreams fresh = new SessionStreams(session, buffers.open());
    SessionStreams first = bySession.putIfAbsent(session.id(), fresh);
    if (first != null) {
      return first;
    }
    session.onClose(() -> {
      bySession.remove(session.id());
      fresh.close();
    });
    return fresh;
  }
}
