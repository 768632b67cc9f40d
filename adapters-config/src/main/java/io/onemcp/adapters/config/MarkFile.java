package io.onemcp.adapters.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * The marks of a {@link JournalFile}, each in a place of its own in a file that is mapped into
 * memory: what is put there belongs to the operating system at once, without a call of it, and so
 * outlives the process. A place holds the length of a record and its CRC-32C, four bytes each, and
 * the record; the length of a free place is 0. Safe for use by many threads.
 */
final class MarkFile {
  /** As many as one backend carries out at a time. */
  static final int PLACES = 1_024;

  private static final int PLACE = 256;
  private static final int FRAME = 8;

  private final MappedByteBuffer places;
  private final int[] free = new int[PLACES];
  private final List<Integer> left = new ArrayList<>();
  private int freeCount;
  private boolean changed;
  private boolean closed;

  private MarkFile(MappedByteBuffer places) {
    this.places = places;
    for (int place = PLACES - 1; place >= 0; place--) {
      if (places.getInt(place * PLACE) == 0) {
        free[freeCount++] = place;
      } else {
        left.add(place);
      }
    }
  }

  /** Opens the file, which is made where it is missing; nobody else may have it open. */
  static MarkFile open(Path file) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      OwnerOnly.createFile(file);
    }
    OwnerOnly.requirePrivate(file);
    int size = PLACES * PLACE;
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
      // Written, not only sized: a full disk is to be found out now.
      for (long at = channel.size(); at < size; at = channel.size()) {
        channel.write(ByteBuffer.allocate((int) (size - at)), at);
      }
      return new MarkFile(channel.map(FileChannel.MapMode.READ_WRITE, 0, size));
    }
  }

  /** Returns the records that an earlier process had left, in no particular order. */
  synchronized List<byte[]> left() {
    List<byte[]> records = new ArrayList<>();
    for (int place : left) {
      int length = places.getInt(place * PLACE);
      if (length > 0 && length <= PLACE - FRAME) {
        byte[] record = new byte[length];
        places.get(place * PLACE + FRAME, record);
        if (places.getInt(place * PLACE + 4) == sum(record)) {
          records.add(record);
        }
      }
    }
    return records;
  }

  /** Forgets what an earlier process had left. */
  synchronized void forgetLeft() {
    left.forEach(this::release);
    left.clear();
  }

  /** Puts a record down and returns its place; negative if it is too long, or none is free. */
  synchronized int put(byte[] record) {
    if (closed || freeCount == 0 || record.length > PLACE - FRAME) {
      return -1;
    }
    int place = free[--freeCount];
    places.put(place * PLACE + FRAME, record);
    places.putInt(place * PLACE + 4, sum(record));
    places.putInt(place * PLACE, record.length);
    changed = true;
    return place;
  }

  /** Takes a record back. */
  synchronized void remove(int place) {
    if (!closed) {
      release(place);
    }
  }

  private void release(int place) {
    places.putInt(place * PLACE, 0);
    free[freeCount++] = place;
    changed = true;
  }

  /** Makes sure that what was put down survives a loss of power. */
  void force() {
    if (isChanged()) {
      places.force();
    }
  }

  private synchronized boolean isChanged() {
    boolean due = changed;
    changed = false;
    return due;
  }

  /** Leaves everything as it is: from now on it may be another process's. */
  synchronized void close() {
    closed = true;
  }

  private static int sum(byte[] record) {
    CRC32C crc = new CRC32C();
    crc.update(record);
    return (int) crc.getValue();
  }
}
