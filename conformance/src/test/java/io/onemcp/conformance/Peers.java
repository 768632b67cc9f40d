package io.onemcp.conformance;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The Node packages that the tests talk to: installed once, again only after the lock file changed.
 */
final class Peers implements BeforeAllCallback {
  private static final Path FOLDER = Path.of("peers").toAbsolutePath();
  private static final Path MODULES = FOLDER.resolve("node_modules");
  private static final Path LOCK = FOLDER.resolve("package-lock.json");
  private static final Path INSTALLED = MODULES.resolve(".onemcp-installed");
  private static final Duration INSTALL_WITHIN = Duration.ofMinutes(4);

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    Path mutex = Files.createDirectories(Path.of("target")).resolve("peers.lock");
    try (FileChannel channel =
            FileChannel.open(mutex, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      if (!isInstalled()) {
        install();
      }
    }
  }

  private static boolean isInstalled() throws IOException {
    return Files.exists(INSTALLED) && Files.mismatch(INSTALLED, LOCK) == -1;
  }

  private static void install() throws IOException {
    List<String> command = List.of("npm", "ci", "--no-audit", "--no-fund");
    try (ChildProcess npm = ChildProcess.start(FOLDER, Map.of(), command)) {
      ChildProcess.Ended ended = npm.end(INSTALL_WITHIN);
      if (ended.code() != 0) {
        throw new AssertionError("the peers could not be installed: " + npm);
      }
    }
    Files.copy(LOCK, INSTALLED);
  }

  /** The Node of the lock file, whatever the machine has. */
  static String node() {
    return MODULES.resolve("node").resolve("bin").resolve("node").toString();
  }

  /** The program of an installed package. */
  static String program(String path) {
    return MODULES.resolve("@modelcontextprotocol").resolve(path).toString();
  }

  /** A program of our own. */
  static String script(String name) {
    return FOLDER.resolve(name).toString();
  }

  /** Starts a Node program. */
  static ChildProcess start(Path folder, Map<String, String> env, List<String> arguments) {
    List<String> command = new java.util.ArrayList<>(List.of(node()));
    command.addAll(arguments);
    return ChildProcess.start(folder, env, command);
  }
}
