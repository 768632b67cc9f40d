package io.onemcp.core.backend;

import io.onemcp.core.config.BackendName;
import io.onemcp.core.event.EventBus;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What backends wrote where messages belong and was none: all of it is counted; of many, the 1st,
 * 2nd, 4th, 8th and so on are told, so that a flood of them floods nothing else. As large as the
 * number of backends. Safe for use by many threads.
 */
public final class StrayOutput {
  private static final Logger LOG = LoggerFactory.getLogger(StrayOutput.class);

  private final EventBus events;
  private final Map<BackendName, AtomicLong> counts = new ConcurrentHashMap<>();

  public StrayOutput(EventBus events) {
    this.events = events;
  }

  /** Takes a cut-off sample of it. */
  void came(BackendName backend, String sample) {
    long count = counts.computeIfAbsent(backend, _ -> new AtomicLong()).incrementAndGet();
    if (Long.bitCount(count) == 1) {
      LOG.warn(
          "backend {} wrote something that is no message, {} so far: {}", backend, count, sample);
      events.publish(new BackendEvent.StrayOutputSeen(backend, count, sample));
    }
  }

  /** Returns how often a backend did so. */
  long count(BackendName backend) {
    AtomicLong count = counts.get(backend);
    return count == null ? 0 : count.get();
  }
}
