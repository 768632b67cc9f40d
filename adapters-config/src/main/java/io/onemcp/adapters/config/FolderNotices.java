package io.onemcp.adapters.config;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operating system's notices that something in a folder has changed. Where it has none to give,
 * a wait for one just lasts to its end. Used by one thread.
 */
final class FolderNotices implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FolderNotices.class);

  private final Map<Path, WatchKey> folders = new HashMap<>();
  private final CountDownLatch never = new CountDownLatch(1);
  private final @Nullable WatchService service = open();

  private static @Nullable WatchService open() {
    try {
      return FileSystems.getDefault().newWatchService();
    } catch (IOException | UnsupportedOperationException e) {
      LOG.warn("no notices of changed files, looking instead: {}", e.getMessage());
      return null;
    }
  }

  /** Takes notices of these folders, and no others, from now on. */
  void follow(Set<Path> wanted) {
    folders
        .entrySet()
        .removeIf(watched -> {
          boolean stale = !wanted.contains(watched.getKey()) || !watched.getValue().isValid();
          if (stale) {
            watched.getValue().cancel();
          }
          return stale;
        });
    for (Path folder : wanted) {
      folders.computeIfAbsent(folder, this::register);
    }
  }

  private @Nullable WatchKey register(Path folder) {
    try {
      return service == null
          ? null
          : folder.register(
              service,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE);
    } catch (IOException e) {
      LOG.debug("no notices from {}", folder, e);
      return null;
    }
  }

  /**
   * Waits for notices, but no longer than the bound; returns whether one is about a path that
   * matters, or some were lost.
   */
  boolean await(Duration bound, Predicate<Path> matters) throws InterruptedException {
    if (service == null) {
      return never.await(bound.toNanos(), TimeUnit.NANOSECONDS);
    }
    boolean found = false;
    WatchKey key = service.poll(bound.toNanos(), TimeUnit.NANOSECONDS);
    while (key != null) {
      for (WatchEvent<?> notice : key.pollEvents()) {
        found |= isAbout(notice, (Path) key.watchable(), matters);
      }
      key.reset();
      key = service.poll();
    }
    return found;
  }

  private static boolean isAbout(WatchEvent<?> notice, Path folder, Predicate<Path> matters) {
    return notice.kind().equals(StandardWatchEventKinds.OVERFLOW)
        || (notice.context() instanceof Path name && matters.test(folder.resolve(name)));
  }

  @Override
  public void close() {
    try {
      if (service != null) {
        service.close();
      }
    } catch (IOException e) {
      LOG.debug("notices of changed files did not end in order", e);
    }
  }
}
