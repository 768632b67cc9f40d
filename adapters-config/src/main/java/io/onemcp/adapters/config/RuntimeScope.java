package io.onemcp.adapters.config;

import io.onemcp.core.runtime.Journal;
import io.onemcp.core.runtime.StateFileException;
import io.onemcp.core.runtime.StateFiles;
import io.onemcp.core.runtime.Tasks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of a configuration file: one runtime lives in it, and everything that runtime keeps is
 * written there, for its owner alone. Never reads or writes through a symbolic link.
 */
public final class RuntimeScope implements StateFiles {
  private static final Logger LOG = LoggerFactory.getLogger(RuntimeScope.class);
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9.-]*");
  private static final long LARGEST = 16L << 20;

  /** What a file is called until it is whole. */
  private static final Pattern DRAFT =
      Pattern.compile("\\..+\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.tmp");

  /** No file takes so long to write. */
  private static final Duration STALE = Duration.ofHours(1);

  private final Path folder;

  private RuntimeScope(Path folder) {
    this.folder = folder;
  }

  /** Returns the scope of the runtime that this file configures; creates nothing. */
  public static RuntimeScope of(Path configFile) {
    Path parent = configFile.toAbsolutePath().normalize().getParent();
    if (parent == null) {
      throw new IllegalArgumentException("configuration: a folder (expected: a file)");
    }
    return new RuntimeScope(parent);
  }

  /** Returns the folder. */
  public Path folder() {
    return folder;
  }

  /**
   * Removes the drafts, here and in the folders of {@link #within}, of processes that were killed
   * while they wrote: those of an hour ago and older. What cannot be removed stays.
   */
  public void tidy(Instant now) {
    try (Stream<Path> all = Files.find(folder, 2, (path, it) -> isStale(path, it, now))) {
      for (Path draft : all.toList()) {
        Files.deleteIfExists(draft);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("drafts of an earlier process stay in {}", folder, e);
    }
  }

  private boolean isStale(Path path, BasicFileAttributes attributes, Instant now) {
    Path parent = path.getParent();
    boolean ours =
        folder.equals(parent)
            || (parent != null && NAME.matcher("" + parent.getFileName()).matches());
    return ours
        && attributes.isRegularFile()
        && DRAFT.matcher("" + path.getFileName()).matches()
        && attributes.lastModifiedTime().toInstant().isBefore(now.minus(STALE));
  }

  @Override
  public Optional<String> read(String name) {
    Path file = file(name);
    try {
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
      requirePrivate(file);
      try (var in =
          Channels.newInputStream(
              Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
        return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw failure(file, "cannot be read", e);
    }
  }

  @Override
  public void write(String name, String text) {
    Path file = file(name);
    try {
      Path whole = draft(file, text);
      try {
        rename(whole, file);
      } finally {
        Files.deleteIfExists(whole);
      }
    } catch (IOException e) {
      throw failure(file, "cannot be written", e);
    }
  }

  @Override
  public boolean create(String name, String text) {
    Path file = file(name);
    try {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
      Path whole = draft(file, text);
      try {
        return publish(whole, file);
      } finally {
        Files.deleteIfExists(whole);
      }
    } catch (IOException e) {
      throw failure(file, "cannot be created", e);
    }
  }

  @Override
  public void remove(String name) {
    Path file = file(name);
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw failure(file, "cannot be removed", e);
    }
  }

  @Override
  public List<String> names() {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .map(file -> file.getFileName().toString())
          .filter(name -> NAME.matcher(name).matches())
          .toList();
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (IOException e) {
      throw failure(folder, "cannot be listed", e);
    }
  }

  @Override
  public StateFiles within(String name) {
    return new RuntimeScope(file(name));
  }

  @Override
  public String location(String name) {
    return file(name).toString();
  }

  /**
   * Returns the journal of this name; creates nothing. One process at a time has it open.
   *
   * @param patience how long opening it waits for another process to give it up
   */
  public Journal journal(String name, Duration patience, Tasks tasks) {
    return new JournalFile(folder, requireName(name), patience, tasks);
  }

  private Path file(String name) {
    return folder.resolve(requireName(name));
  }

  private static String requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("state file: \"" + name + "\" (expected: a-z 0-9 . -)");
    }
    return name;
  }

  private static void requirePrivate(Path file) throws IOException {
    OwnerOnly.requirePrivate(file);
    if (Files.size(file) > LARGEST) {
      throw new StateFileException(file + ": too large (expected: at most " + LARGEST + " bytes)");
    }
  }

  /** Writes the text beside the file, so that the file appears with all of it or not at all. */
  private Path draft(Path file, String text) throws IOException {
    Path draft = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
    OwnerOnly.createFolders(folder);
    OwnerOnly.createFile(draft);
    try (FileChannel out =
        FileChannel.open(draft, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    return draft;
  }

  private static void rename(Path draft, Path file) throws IOException {
    try {
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException _) {
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** A hard link appears at once and never replaces; where there are none, a move must do. */
  private static boolean publish(Path draft, Path file) throws IOException {
    try {
      Files.createLink(file, draft);
      return true;
    } catch (FileAlreadyExistsException _) {
      return false;
    } catch (UnsupportedOperationException | FileSystemException _) {
      Files.move(draft, file);
      return true;
    }
  }

  private static StateFileException failure(Path file, String problem, IOException e) {
    return new StateFileException(file + ": " + problem + " (" + Reasons.of(e) + ")", e);
  }
}
