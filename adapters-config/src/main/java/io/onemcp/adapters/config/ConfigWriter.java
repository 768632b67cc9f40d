package io.onemcp.adapters.config;

import io.onemcp.core.config.ConfigProblem;
import io.onemcp.core.config.ConfigSource.Reading;
import io.onemcp.core.runtime.StateFileException;
import io.onemcp.core.runtime.TimeSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Changes single members of a configuration file, and nothing else in it. Whoever reads meanwhile
 * finds the old file or the new one; the old one is kept for a while. A link stays a link: what it
 * leads to is written.
 */
public final class ConfigWriter {
  private final Path file;
  private final TimeSource time;

  public ConfigWriter(Path file, TimeSource time) {
    this.file = file.toAbsolutePath();
    this.time = time;
  }

  /**
   * Begins with the file as it is now.
   *
   * @throws StateFileException if it cannot be read, or is no JSON of which a member could change
   */
  public Draft draft() {
    try {
      String text = Files.readString(file);
      Findings findings = new Findings(file.toString());
      if (ConfigText.parse(JsonConfigFile.withoutMark(text), findings).isEmpty()) {
        throw new StateFileException(String.valueOf(findings.problems().getFirst()));
      }
      return new Draft(text, JsonConfigFile.withoutMark(text));
    } catch (IOException e) {
      throw failure("cannot be read", e);
    }
  }

  /**
   * Makes a draft the file's text, unless it could not be used, or the file is not what the draft
   * began with any more; looks at that once more right before it is replaced.
   *
   * @throws StateFileException if it cannot be written; the file is as it was
   */
  public Written save(Draft draft) {
    Reading reading = new JsonConfigFile(file, Map.of()).read(draft.text());
    if (reading instanceof Reading.Rejected(var problems)) {
      return new Written.Refused(problems);
    }
    try {
      return replace(draft);
    } catch (IOException e) {
      throw failure("cannot be written", e);
    }
  }

  private Written replace(Draft draft) throws IOException {
    Path target = file.toRealPath();
    byte[] before = draft.original().getBytes(StandardCharsets.UTF_8);
    Path folder = RuntimeScope.of(target).folder();
    String name = String.valueOf(target.getFileName());
    Path fresh = folder.resolve("." + name + "." + UUID.randomUUID() + ".tmp");
    try {
      OwnerOnly.createFile(fresh);
      write(fresh, draft.text());
      keepMode(target, fresh);
      if (!Arrays.equals(before, Files.readAllBytes(target))) {
        return new Written.Conflict();
      }
      ConfigBackups backups =
          new ConfigBackups(RuntimeScope.of(file).folder(), String.valueOf(file.getFileName()));
      Path backup = backups.keep(before, time.now());
      move(fresh, target);
      forceFolder(folder);
      return new Written.Saved(backup);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static void write(Path fresh, String text) throws IOException {
    try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      var bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
  }

  private static void keepMode(Path from, Path to) throws IOException {
    if (Files.getFileAttributeView(from, PosixFileAttributeView.class) != null) {
      Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
    }
  }

  private static void move(Path fresh, Path target) throws IOException {
    try {
      Files.move(
          fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException _) {
      Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Makes the new name outlive a power cut, where the operating system lets a folder be opened. */
  private static void forceFolder(Path folder) throws IOException {
    if (Files.getFileAttributeView(folder, PosixFileAttributeView.class) != null) {
      try (FileChannel opened = FileChannel.open(folder, StandardOpenOption.READ)) {
        opened.force(true);
      }
    }
  }

  private StateFileException failure(String problem, IOException e) {
    return new StateFileException(file + ": " + problem + " (" + Reasons.of(e) + ")", e);
  }

  /**
   * A text on its way into the file. Immutable.
   *
   * @param original what the file held when this began
   * @param text what it is to hold
   */
  public record Draft(String original, String text) {
    /**
     * Returns this with a member of this value, in objects that are made where they are missing.
     *
     * @param json the value as JSON text
     * @param path keys from the outermost object inwards
     * @throws IllegalArgumentException if something on the way is no object
     */
    public Draft with(String json, String... path) {
      return new Draft(original, JsonEdit.set(text, List.of(path), json));
    }

    /** Returns this without a member. */
    public Draft without(String... path) {
      return new Draft(original, JsonEdit.remove(text, List.of(path)));
    }

    /** Tells nothing: a configuration may hold secrets. */
    @Override
    public String toString() {
      return "draft of a configuration";
    }
  }

  /** How an attempt to write ended. */
  public sealed interface Written {
    /** The file holds the draft; what it held before is in the backup. */
    record Saved(Path backup) implements Written {}

    /** Somebody else has changed the file; nothing was written. */
    record Conflict() implements Written {}

    /** The draft could not be used as a configuration; nothing was written. */
    record Refused(List<ConfigProblem> problems) implements Written {
      public Refused {
        problems = List.copyOf(problems);
      }
    }
  }
}
