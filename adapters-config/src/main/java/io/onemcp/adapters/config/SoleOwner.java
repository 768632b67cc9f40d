package io.onemcp.adapters.config;

import io.onemcp.core.runtime.StateFileException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The right to write beside a file, which one process has at a time. The operating system takes it
 * back when the process ends, however that happens, so it is never left behind.
 */
final class SoleOwner implements AutoCloseable {
  private static final int STEP_MILLIS = 5;

  private final FileChannel channel;

  private SoleOwner(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Waits for the right to write a file.
   *
   * @param patience longest wait for another process to give it up
   * @throws StateFileException if that does not
   */
  static SoleOwner of(Path file, Duration patience) throws IOException {
    Path lock = file.resolveSibling(file.getFileName() + ".lock");
    if (!Files.exists(lock, LinkOption.NOFOLLOW_LINKS)) {
      OwnerOnly.createFile(lock);
    }
    OwnerOnly.requirePrivate(lock);
    FileChannel channel =
        FileChannel.open(lock, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    boolean owned = false;
    try {
      for (long i = patience.toMillis() / STEP_MILLIS; i > 0 && !owned; i--) {
        owned = isFree(channel) || isInterruptedPause();
      }
      owned = owned || isFree(channel);
    } finally {
      if (!owned) {
        channel.close();
      }
    }
    if (!owned) {
      throw new StateFileException(
          file + ": another gateway writes it (expected: one gateway in a folder)");
    }
    return new SoleOwner(channel);
  }

  private static boolean isFree(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  private static boolean isInterruptedPause() {
    try {
      return new CountDownLatch(1).await(STEP_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
