package io.onemcp.adapters.config;

import io.onemcp.core.runtime.Journal;
import io.onemcp.core.runtime.StateFileException;
import io.onemcp.core.runtime.Tasks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal in a file of its own, which one thread writes: what was appended while it was busy goes
 * to the disk together, and so do all that wait for it to be safe.
 *
 * <p>A record that cannot be written, and all after it, are not kept until {@link #replace} has put
 * a whole new file in the place of this one.
 */
public final class JournalFile implements Journal {
  private static final Logger LOG = LoggerFactory.getLogger(JournalFile.class);

  /** What is not safe yet gets so within this time. */
  private static final Duration UNSAFE = Duration.ofSeconds(1);

  private static final Duration SLOWEST = Duration.ofSeconds(3);
  private static final long MOST_WAITING = 16L << 20;

  /** Thousands of sessions, many times over; reading more would take too long. */
  private static final long LARGEST = 256L << 20;

  private final Path folder;
  private final Path path;
  private final RecordFile file;
  private final Tasks tasks;
  private final long largest;
  private final Duration patience;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final ArrayDeque<Work> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private @Nullable SoleOwner owner;
  private @Nullable MarkFile marks;
  private boolean open;
  private boolean closing;
  private boolean forceIsDue;
  private volatile @Nullable String trouble;

  JournalFile(Path folder, String name, Duration patience, Tasks tasks) {
    this(folder, name, patience, tasks, LARGEST);
  }

  /**
   * Makes a journal.
   *
   * @param patience longest wait for another process to give it up
   * @param largest the size in bytes from which on it takes nothing more
   */
  JournalFile(Path folder, String name, Duration patience, Tasks tasks, long largest) {
    this.patience = patience;
    this.largest = largest;
    this.folder = folder;
    this.path = folder.resolve(name);
    this.file = new RecordFile(path, LONGEST);
    this.tasks = tasks;
  }

  @Override
  public List<byte[]> open() {
    List<byte[]> records;
    MarkFile marked;
    try {
      OwnerOnly.createFolders(folder);
      OwnerOnly.requirePrivate(path);
      owner = SoleOwner.of(path, patience);
      records = new ArrayList<>(file.open());
      marked = MarkFile.open(path.resolveSibling(path.getFileName() + ".marks"));
      records.addAll(marked.left());
    } catch (IOException e) {
      throw new StateFileException(
          path + ": cannot be used as a journal (" + e.getMessage() + "); it may be removed", e);
    }
    synchronized (this) {
      open = true;
      marks = marked;
    }
    tasks.startPlatform("journal", this::write);
    return records;
  }

  @Override
  public void append(byte[] record) {
    if (record.length <= LONGEST) {
      put(new Work.Append(record));
    }
  }

  @Override
  public int mark(byte[] record) {
    MarkFile to = marks();
    return to == null ? -1 : to.put(record);
  }

  @Override
  public void unmark(int place) {
    MarkFile from = marks();
    if (from != null) {
      from.remove(place);
    }
  }

  /** Returns where marks go, all of which will be safe soon; null unless the journal is open. */
  private @Nullable MarkFile marks() {
    MarkFile known;
    synchronized (this) {
      known = open && !closing ? marks : null;
    }
    if (known != null) {
      safeSoon();
    }
    return known;
  }

  @Override
  public void replace(List<byte[]> records) {
    put(new Work.Replace(List.copyOf(records)));
  }

  @Override
  public boolean force() throws InterruptedException {
    Work.Force force = new Work.Force(new CountDownLatch(1));
    return put(force)
        && force.done().await(SLOWEST.toMillis(), TimeUnit.MILLISECONDS)
        && trouble == null;
  }

  private synchronized boolean put(Work work) {
    if (!open || closing) {
      return false;
    }
    if (waitingBytes > MOST_WAITING && work instanceof Work.Append) {
      troubled("the disk is too slow");
      return false;
    }
    waiting.add(work);
    waitingBytes += work.bytes();
    notifyAll();
    return true;
  }

  @Override
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /** The root of the writing thread. */
  private void write() {
    try {
      for (List<Work> works = next(); !works.isEmpty(); works = next()) {
        carryOut(works);
      }
      safe();
      file.close();
      giveUp();
    } catch (IOException e) {
      LOG.warn("{} could not be closed: {}", path, e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      ended.countDown();
    }
  }

  private void giveUp() throws IOException {
    SoleOwner mine = owner;
    if (mine != null) {
      mine.close();
    }
  }

  /** Waits for work; nothing is left once the journal closes. */
  private synchronized List<Work> next() throws InterruptedException {
    while (waiting.isEmpty() && !closing) {
      wait();
    }
    List<Work> all = List.copyOf(waiting);
    waiting.clear();
    waitingBytes = 0;
    return all;
  }

  private void carryOut(List<Work> works) {
    List<byte[]> together = new ArrayList<>();
    List<CountDownLatch> forced = new ArrayList<>();
    boolean force = false;
    for (Work work : works) {
      switch (work) {
        case Work.Append(var record) -> together.add(record);
        case Work.Replace(var records) -> {
          if (renew(records)) {
            together.clear();
          }
        }
        case Work.Force(var done) -> {
          force = true;
          forced.add(done);
        }
      }
    }
    add(together);
    if (force) {
      safe();
    } else {
      safeSoon();
    }
    forced.forEach(CountDownLatch::countDown);
  }

  private void add(List<byte[]> records) {
    if (records.isEmpty() || trouble != null) {
      return;
    }
    try {
      if (file.size() > largest) {
        throw new IOException("it has grown to its largest size");
      }
      file.write(records);
    } catch (IOException e) {
      troubled(String.valueOf(e.getMessage()));
    }
  }

  /** Writes a new file; if that fails, the old one is as good as it was. */
  private boolean renew(List<byte[]> records) {
    try {
      file.replace(records);
      if (trouble != null) {
        LOG.info("{} is written again", path);
      }
      trouble = null;
      Objects.requireNonNull(marks).forgetLeft();
      return true;
    } catch (IOException e) {
      LOG.debug("{} could not be renewed", path, e);
      return false;
    }
  }

  private void safe() {
    try {
      file.force();
      Objects.requireNonNull(marks).force();
    } catch (IOException e) {
      troubled(String.valueOf(e.getMessage()));
    }
  }

  private void safeSoon() {
    synchronized (this) {
      if (forceIsDue) {
        return;
      }
      forceIsDue = true;
    }
    tasks.after(UNSAFE, this::forceNow);
  }

  private synchronized void forceNow() {
    forceIsDue = false;
    put(new Work.Force(new CountDownLatch(1)));
  }

  private void troubled(String why) {
    if (trouble == null) {
      LOG.warn("{} cannot be written: {}", path, why);
      trouble = why;
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      if (!open || closing) {
        return;
      }
      closing = true;
      Objects.requireNonNull(marks).close();
      notifyAll();
    }
    try {
      if (!ended.await(SLOWEST.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("{} is not written to its end: the disk is too slow", path);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the writing thread has to do. */
  private sealed interface Work {
    default long bytes() {
      return 0;
    }

    record Append(byte[] record) implements Work {
      @Override
      public long bytes() {
        return record.length;
      }
    }

    record Replace(List<byte[]> records) implements Work {}

    record Force(CountDownLatch done) implements Work {}
  }
}
