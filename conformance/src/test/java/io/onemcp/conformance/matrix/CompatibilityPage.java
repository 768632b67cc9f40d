package io.onemcp.conformance.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The page of which tests write the tables, each between two marks of its own. */
public final class CompatibilityPage {
  private static final Path COMMITTED = Path.of("..", "docs", "compatibility.md");
  private static final Path ACTUAL = Path.of("target", "compatibility.md");

  private CompatibilityPage() {}

  /** Writes the page with this table in it, and fails if it is not the committed one. */
  public static void assertSays(String mark, String table) throws IOException {
    String committed = Files.readString(COMMITTED);
    String begin = "<!-- " + mark + " -->\n";
    String end = "\n<!-- end of " + mark + " -->";
    assertThat(committed).contains(begin, end);
    String actual =
        committed.substring(0, committed.indexOf(begin) + begin.length())
            + table
            + committed.substring(committed.indexOf(end));
    Files.createDirectories(ACTUAL.toAbsolutePath().getParent());
    Files.writeString(ACTUAL, actual);

    assertThat(actual)
        .as("if this change is meant: cp conformance/%s docs/compatibility.md", ACTUAL)
        .isEqualTo(committed);
  }
}
