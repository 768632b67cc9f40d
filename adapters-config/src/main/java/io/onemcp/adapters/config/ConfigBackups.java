package io.onemcp.adapters.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Earlier versions of a configuration file, in a folder of its scope that its owner alone can
 * enter: the ten youngest, for thirty days.
 */
final class ConfigBackups {
  static final int MOST = 10;
  static final Duration LONGEST = Duration.ofDays(30);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Path folder;
  private final String prefix;

  ConfigBackups(Path scope, String fileName) {
    this.folder = scope.resolve("backups");
    this.prefix = fileName + ".";
  }

  /** Keeps a version, and forgets those that are too old or too many. */
  Path keep(byte[] version, Instant now) throws IOException {
    OwnerOnly.createFolders(folder);
    Path kept = free(now);
    OwnerOnly.createFile(kept);
    Files.write(kept, version, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
    prune(now);
    return kept;
  }

  /** Of two versions of one millisecond, the later one has the later name. */
  private Path free(Instant now) {
    Instant at = now;
    while (Files.exists(named(at))) {
      at = at.plusMillis(1);
    }
    return named(at);
  }

  private Path named(Instant at) {
    return folder.resolve(prefix + TIME.format(at));
  }

  private void prune(Instant now) throws IOException {
    List<Path> youngestFirst;
    try (Stream<Path> all = Files.list(folder)) {
      youngestFirst =
          all.filter(it -> time(it).isPresent()).sorted(Comparator.reverseOrder()).toList();
    }
    for (int i = 1; i < youngestFirst.size(); i++) {
      Path one = youngestFirst.get(i);
      boolean old = time(one).filter(it -> it.isBefore(now.minus(LONGEST))).isPresent();
      if (i >= MOST || old) {
        Files.deleteIfExists(one);
      }
    }
  }

  private Optional<Instant> time(Path backup) {
    String name = String.valueOf(backup.getFileName());
    try {
      return name.startsWith(prefix)
          ? Optional.of(TIME.parse(name.substring(prefix.length()), Instant::from))
          : Optional.empty();
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }
}
