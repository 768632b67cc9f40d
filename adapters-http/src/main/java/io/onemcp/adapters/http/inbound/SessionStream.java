package io.onemcp.adapters.http.inbound;

import io.onemcp.adapters.http.inbound.EventStream.Due;
import io.onemcp.adapters.http.replay.EventPlace;
import io.onemcp.adapters.http.replay.ReplayBuffer;
import io.onemcp.core.exchange.Answer;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.GatewayError.LimitReached;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.json.WireText;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One stream of a session, which outlives the connection that carries it: each event has an id, is
 * kept for a while, and another connection may go on after any of them. Its events come in one
 * order, whoever offers them.
 */
final class SessionStream implements MessageStream {
  private static final LimitReached LOST =
      new LimitReached(
          503,
          "size of what is kept of broken streams; the request was carried out, its answer is"
              + " lost");

  private final EventPlace start;
  private final Optional<RequestId> request;
  private final ReplayBuffer buffer;
  private final boolean primed;
  private final Runnable onEnd;
  private long place;
  private boolean ended;
  private @Nullable EventStream carrier;

  /**
   * Makes a stream that nothing carries yet.
   *
   * @param start the place before its first event
   * @param request the one that it answers
   * @param primed whether its clients want an event before the first message
   * @param onEnd runs once, when everything is kept and before its client can see the end; must not
   *     block
   */
  SessionStream(
      EventPlace start,
      Optional<RequestId> request,
      ReplayBuffer buffer,
      boolean primed,
      Runnable onEnd) {
    this.start = start;
    this.request = request;
    this.buffer = buffer;
    this.primed = primed;
    this.onEnd = onEnd;
  }

  /** From now on the connection carries the stream, beginning with what comes next. */
  void carryOn(EventStream connection) {
    carry(connection, Optional.empty());
  }

  /**
   * From now on the connection carries the stream, beginning after a place; the one that carried it
   * before ends.
   */
  void carryOn(EventStream connection, EventPlace after) {
    carry(connection, Optional.of(after));
  }

  private void carry(EventStream connection, Optional<EventPlace> after) {
    EventStream before;
    Due due;
    synchronized (this) {
      EventPlace from = after.orElse(start.at(place));
      List<ByteBuffer[]> frames = new ArrayList<>();
      if (primed) {
        frames.add(EventFrame.priming(from.toString()));
      }
      buffer
          .after(from)
          .forEach(kept -> frames.add(EventFrame.of(kept.place().toString(), kept.message())));
      before = carrier;
      carrier = ended ? null : connection;
      due = ended ? connection.putLast(frames) : connection.putAll(frames);
    }
    if (before != null) {
      before.end();
    }
    connection.settle(due);
  }

  @Override
  public boolean offer(WireText message) {
    EventStream connection;
    Due due = Due.NOTHING;
    synchronized (this) {
      if (ended) {
        return false;
      }
      EventPlace here = next();
      buffer.keep(here, message);
      connection = carrier;
      if (connection != null) {
        due = connection.put(EventFrame.of(here.toString(), message));
        carrier = due.isTaken() ? connection : null;
      }
    }
    if (connection != null) {
      connection.settle(due);
    }
    return true;
  }

  @Override
  public void finish(List<WireText> last) {
    EventStream connection;
    Due due = Due.NOTHING;
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      List<ByteBuffer[]> frames = last.stream().map(this::keepAnswer).toList();
      onEnd.run();
      connection = carrier;
      carrier = null;
      if (connection != null) {
        due = connection.putLast(frames);
      }
    }
    if (connection != null) {
      connection.settle(due);
    }
  }

  @Override
  public void end() {
    finish(List.of());
  }

  private EventPlace next() {
    return start.at(++place);
  }

  private ByteBuffer[] keepAnswer(WireText answer) {
    EventPlace here = next();
    request.ifPresentOrElse(
        id -> buffer.keepAnswer(here, answer, Answer.refusal(id, LOST, Era.STATEFUL).body()),
        () -> buffer.keep(here, answer));
    return EventFrame.of(here.toString(), answer);
  }
}
