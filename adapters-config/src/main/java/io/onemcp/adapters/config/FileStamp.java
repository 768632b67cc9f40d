package io.onemcp.adapters.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What tells two states of a file apart without reading it: where links lead, which file that is,
 * how long and how old.
 *
 * @param target what the path leads to; null where that is nothing
 * @param identity the inode, where the file system has one
 */
record FileStamp(
    @Nullable Path target, @Nullable Object identity, long size, @Nullable FileTime modified) {
  private static final FileStamp ABSENT = new FileStamp(null, null, -1, null);

  /** Most links that are followed. */
  private static final int MOST_LINKS = 16;

  static FileStamp of(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new FileStamp(
          file.toRealPath(),
          attributes.fileKey(),
          attributes.size(),
          attributes.lastModifiedTime());
    } catch (IOException _) {
      return ABSENT;
    }
  }

  /** Returns the folders in which a change can make these paths lead to something else. */
  static Set<Path> foldersOf(Collection<Path> files) {
    Set<Path> folders = new LinkedHashSet<>();
    for (Path file : files) {
      Path here = file;
      for (int links = 0; links < MOST_LINKS && here != null; links++) {
        Path parent = here.getParent();
        if (parent != null && Files.isDirectory(parent)) {
          folders.add(parent);
        }
        here = next(here);
      }
    }
    return folders;
  }

  private static @Nullable Path next(Path file) {
    try {
      return Files.isSymbolicLink(file)
          ? file.resolveSibling(Files.readSymbolicLink(file)).normalize()
          : null;
    } catch (IOException _) {
      return null;
    }
  }
}
