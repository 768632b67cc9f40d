package io.onemcp.adapters.http.socket;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file of a listening socket: mode 0600 in a folder that its owner alone can enter, so that no
 * other user reaches it even before its mode is set.
 */
final class SocketFile {
  private static final Set<PosixFilePermission> OTHERS =
      Set.copyOf(PosixFilePermissions.fromString("---rwxrwx"));

  private final Path path;
  private @Nullable Object identity;

  SocketFile(Path path) {
    this.path = path.toAbsolutePath();
  }

  /**
   * Makes the file and listens; replaces one that nobody listens on any more.
   *
   * @throws SocketBlockedException if that cannot be done safely
   */
  ServerSocketChannel listen() {
    try {
      prepareFolder();
      clearPlace();
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        server.bind(UnixDomainSocketAddress.of(path));
        if (isPosix(path)) {
          Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        }
        identity = identity();
        return server;
      } catch (IOException e) {
        server.close();
        throw e;
      }
    } catch (SocketException e) {
      throw new SocketBlockedException(path, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new SocketBlockedException(path, e.getClass().getSimpleName(), e);
    }
  }

  /** Removes the file, unless somebody else's stands there by now. */
  void remove() throws IOException {
    Object made = identity;
    if (made != null
        && Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        && Objects.equals(made, identity())) {
      Files.delete(path);
    }
  }

  private void prepareFolder() throws IOException {
    Path folder = Objects.requireNonNull(path.getParent(), "a socket's path has a folder");
    if (!Files.exists(folder)) {
      Path existing = folder;
      while (!Files.exists(existing)) {
        existing = Objects.requireNonNull(existing.getParent(), "the root exists");
      }
      if (isPosix(existing)) {
        Set<PosixFilePermission> mode = PosixFilePermissions.fromString("rwx------");
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(mode));
      } else {
        Files.createDirectories(folder);
      }
    }
    if (isPosix(folder)
        && Files.getPosixFilePermissions(folder).stream().anyMatch(OTHERS::contains)) {
      throw new SocketBlockedException(
          path,
          "others than its owner can enter the folder (expected: mode rwx------); choose another"
              + " folder, or run: chmod 700 "
              + folder);
    }
  }

  private void clearPlace() throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!attributes().isOther()) {
      throw new SocketBlockedException(path, "something else stands there (expected: a socket)");
    }
    if (answers()) {
      throw new SocketBlockedException(path, "another process listens there");
    }
    Files.delete(path);
  }

  private boolean answers() {
    try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private @Nullable Object identity() throws IOException {
    return attributes().fileKey();
  }

  private BasicFileAttributes attributes() throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isPosix(Path existing) {
    return Files.getFileAttributeView(existing, PosixFileAttributeView.class) != null;
  }
}
