import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Formats every Java file below the current folder, or, told {@code check}, fails and names those
 * that are not formatted. Files that a former run left formatted are recognised by size and time.
 */
final class Format {
  private static final Set<String> SKIPPED_FOLDERS = Set.of("target", "node_modules");
  private static final Path STAMP = Path.of("target", "format.stamp");

  private final Formatter formatter = new Formatter();
  private final TreeMap<String, Path> files = new TreeMap<>();
  private final List<String> stamps = new ArrayList<>();
  private final List<String> unformatted = new ArrayList<>();

  public static void main(String[] args) throws IOException {
    String mode = args[0];
    if (!Set.of("write", "check").contains(mode)) {
      System.err.println("format: " + mode + " (expected: write or check)");
      System.exit(2);
    }
    // The version is part of the stamp: another formatter has to look at every file again.
    System.exit(new Format().run(mode.equals("check"), "google-java-format " + args[1]));
  }

  private int run(boolean check, String version) throws IOException {
    collect();
    Set<String> known = known(version);
    for (Path file : files.values()) {
      if (known.contains(stamp(file)) || formatted(file, check)) {
        stamps.add(stamp(file));
      }
    }
    remember(version);
    if (unformatted.isEmpty()) {
      return 0;
    }
    if (!check) {
      System.err.println("formatted " + String.join(", ", unformatted));
      return 0;
    }
    System.err.println("not formatted (./dev fmt repairs it): " + String.join(", ", unformatted));
    return 1;
  }

  private void collect() throws IOException {
    Files.walkFileTree(
        Path.of(""),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            return SKIPPED_FOLDERS.contains(name) || name.startsWith(".")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              files.put(file.toString(), file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private boolean formatted(Path file, boolean check) throws IOException {
    String source = Files.readString(file);
    try {
      String pretty = formatter.formatSourceAndFixImports(source);
      if (pretty.equals(source)) {
        return true;
      }
      unformatted.add(file.toString());
      if (!check) {
        Files.writeString(file, pretty);
      }
      return !check;
    } catch (FormatterException e) {
      // The compiler comes next and says it better.
      return false;
    }
  }

  private static Set<String> known(String version) throws IOException {
    if (!Files.exists(STAMP)) {
      return Set.of();
    }
    List<String> lines = Files.readAllLines(STAMP);
    return !lines.isEmpty() && lines.getFirst().equals(version) ? new HashSet<>(lines) : Set.of();
  }

  private void remember(String version) throws IOException {
    stamps.addFirst(version);
    Files.createDirectories(STAMP.getParent());
    Files.write(STAMP, stamps);
  }

  private static String stamp(Path file) throws IOException {
    return Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis() + " " + file;
  }
}
