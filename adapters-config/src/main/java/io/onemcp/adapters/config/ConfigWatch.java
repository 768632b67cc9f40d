package io.onemcp.adapters.config;

import io.onemcp.core.runtime.Tasks;
import io.onemcp.core.runtime.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Tells when a configuration file, or the {@code .env} beside it, is another one than before, once
 * it has been quiet for a while: whether it was written in place, replaced by a rename, reached
 * through links of which one was turned (as Kubernetes does), deleted or brought back.
 *
 * <p>The operating system's notices make it quick; where there are none, a look at both files twice
 * a second does the same. One thread.
 */
public final class ConfigWatch implements AutoCloseable {
  /** How often the files are looked at when nobody says that they have changed. */
  private static final Duration LOOK = Duration.ofMillis(500);

  /** A file that is never quiet is read all the same after so many quiet times. */
  private static final int PATIENCE = 10;

  private final List<Path> files;
  private final Duration debounce;
  private final TimeSource time;
  private final Runnable changed;
  private final FolderNotices notices = new FolderNotices();
  private final Tasks.Task task;
  private List<FileStamp> seen;

  /**
   * Begins to watch.
   *
   * @param debounce how long a changed file has to be quiet
   * @param changed called on the watching thread; must not block for long
   */
  public ConfigWatch(Path file, Duration debounce, Tasks tasks, TimeSource time, Runnable changed) {
    Path absolute = file.toAbsolutePath();
    this.files = List.of(absolute, absolute.resolveSibling(JsonConfigFile.DOT_ENV));
    this.debounce = debounce;
    this.time = time;
    this.changed = changed;
    notices.follow(FileStamp.foldersOf(files));
    this.seen = stamps();
    this.task = tasks.start("config-watch", this::watch);
  }

  /** Ends the watch; a change that is being told may still be told. */
  @Override
  public void close() {
    task.cancel();
  }

  private void watch() {
    try (notices) {
      while (true) {
        boolean noticed = notices.await(LOOK, files::contains);
        List<FileStamp> now = stamps();
        if (noticed || !now.equals(seen)) {
          seen = awaitQuiet(now);
          changed.run();
        }
        notices.follow(FileStamp.foldersOf(files));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private List<FileStamp> stamps() {
    return files.stream().map(FileStamp::of).toList();
  }

  /** Waits until nothing has changed for as long as wanted; returns what is there then. */
  private List<FileStamp> awaitQuiet(List<FileStamp> first) throws InterruptedException {
    long latest = time.nanos() + debounce.multipliedBy(PATIENCE).toNanos();
    List<FileStamp> last = first;
    while (true) {
      boolean noticed = awaitNotice(time.nanos() + debounce.toNanos());
      List<FileStamp> now = stamps();
      boolean quiet = !noticed && now.equals(last);
      if (quiet || time.nanos() - latest >= 0) {
        return now;
      }
      last = now;
    }
  }

  /** Waits for a notice about the files up to a point in time; returns whether there was one. */
  private boolean awaitNotice(long end) throws InterruptedException {
    boolean noticed = false;
    for (long left = end - time.nanos(); left > 0 && !noticed; left = end - time.nanos()) {
      noticed = notices.await(Duration.ofNanos(left), files::contains);
    }
    return noticed;
  }
}
