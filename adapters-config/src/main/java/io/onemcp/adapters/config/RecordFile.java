package io.onemcp.adapters.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The file behind a {@link JournalFile}: after a line that says what it is, each record as its
 * length and its CRC-32C, four bytes each, and its bytes. For one thread.
 */
final class RecordFile {
  private static final byte[] HEAD = {'O', 'M', 'C', 'P', 'J', 'N', 'L', '1'};
  private static final int FRAME = 8;

  private final Path file;
  private final int longest;
  private @Nullable FileChannel channel;
  private long size;

  RecordFile(Path file, int longest) {
    this.file = file;
    this.longest = longest;
  }

  /** Returns how many bytes the file holds. */
  long size() {
    return size;
  }

  /** Reads what is whole, and cuts off what is not. */
  List<byte[]> open() throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      OwnerOnly.createFile(file);
    }
    FileChannel opened = channel(file);
    channel = opened;
    ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(opened.size()));
    while (all.hasRemaining() && opened.read(all) >= 0) {}
    List<byte[]> records = new ArrayList<>();
    size = wholePart(all.flip(), records);
    if (size < opened.size()) {
      opened.truncate(size);
    }
    opened.position(size);
    return records;
  }

  private static FileChannel channel(Path path) throws IOException {
    return FileChannel.open(
        path, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
  }

  /** Collects the records that are whole, and returns where they end. */
  private long wholePart(ByteBuffer all, List<byte[]> records) throws IOException {
    if (all.remaining() < HEAD.length) {
      return 0;
    }
    byte[] head = new byte[HEAD.length];
    all.get(head);
    if (!Arrays.equals(head, HEAD)) {
      throw new IOException("it is no journal of this version");
    }
    while (all.remaining() >= FRAME) {
      int end = all.position();
      int length = all.getInt();
      int sum = all.getInt();
      if (length < 0 || length > longest || length > all.remaining()) {
        return end;
      }
      byte[] record = new byte[length];
      all.get(record);
      if (sum != sum(record)) {
        return end;
      }
      records.add(record);
    }
    return all.position();
  }

  private static int sum(byte[] record) {
    CRC32C crc = new CRC32C();
    crc.update(record);
    return (int) crc.getValue();
  }

  /** Adds records; after a failure the file ends where it ended before. */
  void write(List<byte[]> records) throws IOException {
    FileChannel open = required();
    try {
      size += write(open, framed(records, size == 0));
    } catch (IOException e) {
      open.truncate(size);
      open.position(size);
      throw e;
    }
  }

  private FileChannel required() throws IOException {
    FileChannel open = channel;
    if (open == null) {
      throw new IOException("journal: closed (expected: open)");
    }
    return open;
  }

  private static long write(FileChannel to, ByteBuffer bytes) throws IOException {
    long length = bytes.remaining();
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
    return length;
  }

  private static ByteBuffer framed(List<byte[]> records, boolean withHead) {
    int length = withHead ? HEAD.length : 0;
    for (byte[] record : records) {
      length += FRAME + record.length;
    }
    ByteBuffer bytes = ByteBuffer.allocate(length);
    if (withHead) {
      bytes.put(HEAD);
    }
    for (byte[] record : records) {
      bytes.putInt(record.length).putInt(sum(record)).put(record);
    }
    return bytes.flip();
  }

  /** Makes sure that what was written survives a loss of power. */
  void force() throws IOException {
    required().force(false);
  }

  /** Replaces all records: whoever opens the file later finds the old ones or these. */
  void replace(List<byte[]> records) throws IOException {
    Path draft = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
    OwnerOnly.createFile(draft);
    FileChannel fresh = channel(draft);
    try {
      long written = write(fresh, framed(records, true));
      fresh.force(true);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      close();
      channel = fresh;
      size = written;
    } catch (IOException e) {
      fresh.close();
      Files.deleteIfExists(draft);
      throw e;
    }
  }

  void close() throws IOException {
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      open.close();
    }
  }
}
