package io.onemcp.adapters.stdio;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * A file that is written at its end, for its owner alone; before it gets too large it becomes
 * {@code .1}, that {@code .2}, and so on, and the oldest one goes. Not safe for use by several
 * threads.
 */
final class RotatingFile implements AutoCloseable {
  private static final FileAttribute<?> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<?> FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path file;
  private final long maxBytes;
  private final int files;
  private @Nullable OutputStream out;
  private long size;

  /**
   * Names a file, which is created when it is first written.
   *
   * @param files how many there are at most, the current one included
   */
  RotatingFile(Path file, long maxBytes, int files) {
    this.file = file;
    this.maxBytes = maxBytes;
    this.files = files;
  }

  /** Writes a line, which is not divided. */
  void write(byte[] line) throws IOException {
    OutputStream open = out == null ? open() : out;
    if (size > 0 && size + line.length > maxBytes) {
      close();
      rotate();
      open = open();
    }
    open.write(line);
    size += line.length;
  }

  @Override
  public void close() throws IOException {
    OutputStream open = out;
    out = null;
    if (open != null) {
      open.close();
    }
  }

  /** A plain stream, since the JDK's channels close when their thread is interrupted. */
  private OutputStream open() throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      create();
    } else if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("not a plain file: " + file);
    }
    size = Files.size(file);
    OutputStream opened = new FileOutputStream(file.toString(), true);
    out = opened;
    return opened;
  }

  private void create() throws IOException {
    Path folder = file.getParent();
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (posix) {
      Files.createDirectories(folder, FOLDER);
      Files.createFile(file, FILE);
    } else {
      Files.createDirectories(folder);
      Files.createFile(file);
    }
  }

  private void rotate() throws IOException {
    if (files == 1) {
      Files.delete(file);
      return;
    }
    for (int number = files - 2; number >= 0; number--) {
      try {
        Files.move(numbered(number), numbered(number + 1), StandardCopyOption.REPLACE_EXISTING);
      } catch (NoSuchFileException _) {
        // There were not that many yet.
      }
    }
  }

  private Path numbered(int number) {
    return number == 0 ? file : file.resolveSibling(file.getFileName() + "." + number);
  }
}
