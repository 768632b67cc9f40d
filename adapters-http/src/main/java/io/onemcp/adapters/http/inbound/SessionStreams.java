package io.onemcp.adapters.http.inbound;

import io.onemcp.adapters.http.replay.EventPlace;
import io.onemcp.adapters.http.replay.ReplayBuffer;
import io.onemcp.core.exchange.Answer;
import io.onemcp.core.exchange.Outlet;
import io.onemcp.core.exchange.StatefulDoor.Session;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.GatewayError.CutByRestart;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.json.WireText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The resumable streams of one session (MCP 2025-11-25, basic/transports, resumability): the
 * standing one for what belongs to no request, and one for each request that is answered by events.
 */
final class SessionStreams {
  /** Streams are counted anew in each life of the runtime, from a number that no other life has. */
  private static final long STREAMS_OF_A_LIFE = 1_000_000_000;

  private final EventPlace origin;
  private final ReplayBuffer buffer;
  private final boolean primed;
  private final AtomicLong last;
  private final Map<Long, SessionStream> open = new ConcurrentHashMap<>();
  private final SessionStream standing;

  SessionStreams(Session session, ReplayBuffer buffer) {
    // A mark, no secret: who comes with an id has proven to be the session's caller.
    String mark = Integer.toHexString(session.id().hashCode());
    this.origin = new EventPlace(mark, session.life() * STREAMS_OF_A_LIFE, 0);
    this.last = new AtomicLong(origin.stream());
    this.buffer = buffer;
    this.primed = ResumableSessions.canAlwaysResume(session.revision());
    this.standing = new SessionStream(origin, Optional.empty(), buffer, primed, () -> {});
  }

  /** Opens the stream that answers a request, or a batch, carried by the connection for now. */
  MessageStream answering(Optional<RequestId> request, EventStream connection) {
    long number = last.incrementAndGet();
    EventPlace start = new EventPlace(origin.session(), number, 0, request);
    SessionStream opened =
        new SessionStream(start, request, buffer, primed, () -> open.remove(number));
    open.put(number, opened);
    opened.carryOn(connection);
    return opened;
  }

  /** Has the connection carry the standing stream, beginning with what comes next. */
  Outlet standing(EventStream connection) {
    standing.carryOn(connection);
    return new Standing(standing, connection);
  }

  /** Finds out what a client can catch up with after an event. */
  Resumption after(EventPlace place) {
    if (!place.session().equals(origin.session())) {
      return new Resumption.Unknown();
    }
    if (place.stream() < origin.stream()) {
      return ofEarlierLife(place);
    }
    if (place.stream() == origin.stream()) {
      return ofStanding(place);
    }
    SessionStream running = open.get(place.stream());
    if (running != null) {
      return new Resumption.OfAnswer(connection -> running.carryOn(connection, place));
    }
    if (!buffer.after(place).isEmpty()) {
      return new Resumption.OfAnswer(connection -> rest(place).carryOn(connection, place));
    }
    return buffer.knows(place) ? new Resumption.Complete() : new Resumption.Unknown();
  }

  private Resumption ofStanding(EventPlace place) {
    return new Resumption.OfStanding(connection -> {
      standing.carryOn(connection, place);
      return new Standing(standing, connection);
    });
  }

  /**
   * What was kept of it is lost with that life. The standing stream goes on with all that came in
   * this one; a request gets an answer that says that none will come.
   */
  private Resumption ofEarlierLife(EventPlace place) {
    if (place.stream() % STREAMS_OF_A_LIFE == 0) {
      return ofStanding(origin);
    }
    if (place.request().isEmpty()) {
      return new Resumption.Unknown();
    }
    RequestId request = place.request().get();
    return new Resumption.OfAnswer(connection ->
        answering(Optional.of(request), connection)
            .finish(List.of(Answer.refusal(request, new CutByRestart(), Era.STATEFUL).body())));
  }

  /** Returns a stream that has ended, of which something may be left. */
  private SessionStream rest(EventPlace place) {
    SessionStream rest = new SessionStream(place, Optional.empty(), buffer, primed, () -> {});
    rest.end();
    return rest;
  }

  /** Ends all streams, and forgets what was kept of them. */
  void close() {
    buffer.close();
    standing.end();
    open.values().forEach(SessionStream::end);
  }

  /** The standing stream, as long as one connection carries it. */
  private record Standing(SessionStream stream, EventStream connection) implements Outlet {
    @Override
    public boolean offer(WireText message) {
      return stream.offer(message);
    }

    @Override
    public void end() {
      connection.end();
    }
  }
}
