package io.onemcp.adapters.config;

import io.onemcp.core.runtime.StateFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The operating system's ways to keep a file to its owner: POSIX modes, or else Windows' lists. */
final class OwnerOnly {
  private static final FileAttribute<?> FILE = mode("rw-------");
  private static final FileAttribute<?> FOLDER = mode("rwx------");
  private static final Set<PosixFilePermission> OTHERS =
      Set.copyOf(PosixFilePermissions.fromString("---rwxrwx"));

  private OwnerOnly() {}

  /** Creates a folder and the missing ones above it; those that exist stay as they are. */
  static void createFolders(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.getParent();
    if (parent != null && isPosix(nearest(folder))) {
      Files.createDirectories(folder, FOLDER);
    } else {
      Files.createDirectories(folder);
      restrictByList(folder);
    }
  }

  /** Creates an empty file that nobody else can open; its name is not taken before. */
  static void createFile(Path file) throws IOException {
    if (isPosix(nearest(file))) {
      Files.createFile(file, FILE);
    } else {
      Files.createFile(file);
      restrictByList(file);
    }
  }

  /** Returns the mode of a file that others than its owner can touch; empty where none can. */
  static Optional<String> looseMode(Path file) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view == null) {
      return Optional.empty();
    }
    Set<PosixFilePermission> permissions = view.readAttributes().permissions();
    return permissions.stream().anyMatch(OTHERS::contains)
        ? Optional.of(PosixFilePermissions.toString(permissions))
        : Optional.empty();
  }

  /**
   * Makes sure that a file, where there is one, is a plain one that its owner alone can touch.
   *
   * @throws StateFileException if it is not; the message names the remedy
   */
  static void requirePrivate(Path file) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new StateFileException(file + ": is a link or a folder (expected: a plain file)");
    }
    Optional<String> loose = looseMode(file);
    if (loose.isPresent()) {
      throw new StateFileException(
          file
              + ": open to others than its owner, mode "
              + loose.get()
              + " (expected: rw-------); run: chmod 600 "
              + file);
    }
  }

  private static boolean isPosix(Path existing) {
    return Files.getFileAttributeView(existing, PosixFileAttributeView.class) != null;
  }

  private static Path nearest(Path path) {
    Path here = path.toAbsolutePath();
    while (!Files.exists(here)) {
      Path parent = here.getParent();
      if (parent == null) {
        return here;
      }
      here = parent;
    }
    return here;
  }

  private static void restrictByList(Path path) throws IOException {
    AclFileAttributeView view = Files.getFileAttributeView(path, AclFileAttributeView.class);
    if (view != null) {
      view.setAcl(
          List.of(
              AclEntry.newBuilder()
                  .setType(AclEntryType.ALLOW)
                  .setPrincipal(view.getOwner())
                  .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                  .build()));
    }
  }

  private static FileAttribute<?> mode(String mode) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
  }
}
