package io.onemcp.core.stateful;

import io.onemcp.core.GatewayException;
import io.onemcp.core.backend.Backend;
import io.onemcp.core.backend.Backends;
import io.onemcp.core.backend.Hop;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.LogLevel;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.core.runtime.Deadline;
import io.onemcp.core.runtime.Tasks;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much log stateful backends are asked for: as much as the client that wants most. Sessions
 * share a backend's session, so each filters for itself.
 */
final class LogLevels {
  private static final Logger LOG = LoggerFactory.getLogger(LogLevels.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Map<BackendName, LogLevel> asked = new ConcurrentHashMap<>();
  private final Backends backends;
  private final Tasks tasks;

  LogLevels(Backends backends, Tasks tasks) {
    this.backends = backends;
    this.tasks = tasks;
  }

  /**
   * Makes sure that the backends send at least this much; waits for them side by side, and not for
   * long.
   */
  void spread(Collection<BackendName> names, LogLevel level) throws InterruptedException {
    List<BackendName> quieter = names.stream().filter(name -> isNews(name, level)).toList();
    CountDownLatch told = new CountDownLatch(quieter.size());
    for (BackendName name : quieter) {
      asked.merge(name, level, (a, b) -> a.compareTo(b) < 0 ? a : b);
      tasks.start("log-level-" + name, () -> tell(name, told));
    }
    Deadline deadline = Deadline.arm(tasks, PATIENCE);
    try (deadline) {
      told.await();
    } catch (InterruptedException e) {
      if (!deadline.expired()) {
        throw e;
      }
    }
  }

  /** Tells a backend again that has a new session. */
  void connected(BackendName name) {
    if (asked.containsKey(name)) {
      tasks.start("log-level-" + name, () -> tell(name, new CountDownLatch(1)));
    }
  }

  private boolean isNews(BackendName name, LogLevel level) {
    LogLevel before = asked.get(name);
    return logs(name).isPresent() && (before == null || level.compareTo(before) < 0);
  }

  private Optional<Backend> logs(BackendName name) {
    return backends
        .find(name)
        .filter(backend -> backend.hop().filter(LogLevels::takesLevel).isPresent());
  }

  private static boolean takesLevel(Hop hop) {
    return hop.revision().era() == Era.STATEFUL && hop.server().declares("logging");
  }

  private void tell(BackendName name, CountDownLatch told) {
    LogLevel level = asked.get(name);
    try {
      Optional<Backend> backend = logs(name);
      if (backend.isPresent() && level != null) {
        backend
            .get()
            .request(Methods.SET_LOG_LEVEL, new JsonWriter().put("level", level.wire()).json());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (GatewayException e) {
      LOG.warn("backend {} could not be told how much to log: {}", name, e.getMessage());
    } finally {
      told.countDown();
    }
  }
}
