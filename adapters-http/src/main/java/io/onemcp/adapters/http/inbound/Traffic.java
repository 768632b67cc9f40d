package io.onemcp.adapters.http.inbound;

import io.onemcp.core.config.Limits;
import io.onemcp.core.runtime.Tasks;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything under way at one door: exchanges, which end by themselves, and streams, which do not.
 * Each kind is bounded by {@link Limits#maxStreams}, since each exchange may become a stream; what
 * comes beyond is refused. Lets all of them feel time pass, and waits for them when the door
 * closes.
 */
final class Traffic {
  /** How often in one heartbeat {@link Reply#pulse} is called. */
  static final int PULSES_PER_HEARTBEAT = 4;

  /** An answer that takes more than one or two of these does not come soon. */
  private static final Duration ONSET = Duration.ofMillis(400);

  private static final Logger LOG = LoggerFactory.getLogger(Traffic.class);

  private final int bound;
  private final Duration pulse;
  private final Tasks tasks;
  private final Backlog backlog = new Backlog();
  private final Set<Reply> exchanges = ConcurrentHashMap.newKeySet();
  private final Set<Reply> streams = ConcurrentHashMap.newKeySet();
  private final AtomicInteger exchangeCount = new AtomicInteger();
  private final AnsweredExchanges answered = new AnsweredExchanges(exchangeCount::get);
  private final AtomicInteger streamCount = new AtomicInteger();
  private final CountDownLatch quiet = new CountDownLatch(1);
  private volatile boolean leaving;
  private volatile boolean closing;
  private volatile boolean closed;
  private volatile Tasks.@Nullable Task next;
  private volatile Tasks.@Nullable Task nextOnset;

  Traffic(Limits limits, Duration heartbeat, Tasks tasks) {
    this.bound = limits.maxStreams();
    this.pulse = heartbeat.dividedBy(PULSES_PER_HEARTBEAT);
    this.tasks = tasks;
  }

  void start() {
    passLater();
    onsetLater();
  }

  private void passLater() {
    next = tasks.after(pulse, this::passTime);
  }

  private void onsetLater() {
    nextOnset = tasks.after(ONSET, this::onset);
  }

  private void onset() {
    try {
      exchanges.forEach(Reply::onset);
    } finally {
      if (!closed) {
        onsetLater();
      }
    }
  }

  private void passTime() {
    try {
      exchanges.forEach(Reply::pulse);
      streams.forEach(Reply::pulse);
      answered.settle();
    } finally {
      if (!closed) {
        passLater();
      }
    }
  }

  /** Returns what waits on all streams. */
  Backlog backlog() {
    return backlog;
  }

  /** Returns the exchanges that are over but for a formality. */
  AnsweredExchanges answered() {
    return answered;
  }

  /** From now on clients should go elsewhere; those who come nevertheless are served. */
  void leave() {
    leaving = true;
  }

  boolean isLeaving() {
    return leaving;
  }

  boolean isClosing() {
    return closing;
  }

  /** Counts an exchange in until it closes; false if there are too many. */
  boolean admit(Reply reply) {
    return add(reply, exchanges, exchangeCount);
  }

  /** Counts an exchange that was admitted as a stream from now on; false if there are too many. */
  boolean admitStream(Reply reply) {
    if (!add(reply, streams, streamCount)) {
      return false;
    }
    leave(reply);
    return true;
  }

  private boolean add(Reply reply, Set<Reply> kind, AtomicInteger count) {
    if (closing || count.incrementAndGet() > bound) {
      count.decrementAndGet();
      return false;
    }
    kind.add(reply);
    reply.onClose(() -> remove(reply, kind, count));
    return true;
  }

  private void leave(Reply reply) {
    remove(reply, exchanges, exchangeCount);
  }

  private void remove(Reply reply, Set<Reply> kind, AtomicInteger count) {
    if (kind.remove(reply)) {
      count.decrementAndGet();
      if (closing && isQuiet()) {
        quiet.countDown();
      }
    }
  }

  /** Admits nothing more, ends all streams, and waits as long as the grace lasts. */
  void close(Duration grace) {
    closing = true;
    streams.forEach(Reply::end);
    if (!isQuiet()) {
      awaitQuiet(grace);
    }
    closed = true;
    cancel(next);
    cancel(nextOnset);
    exchanges.forEach(Reply::abort);
    streams.forEach(Reply::abort);
  }

  private static void cancel(Tasks.@Nullable Task last) {
    if (last != null) {
      last.cancel();
    }
  }

  private boolean isQuiet() {
    return exchanges.isEmpty() && streams.isEmpty();
  }

  private void awaitQuiet(Duration grace) {
    try {
      boolean all = quiet.await(grace.toMillis(), TimeUnit.MILLISECONDS);
      if (!all) {
        LOG.warn("breaking off what is still under way: its time of grace is over");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
