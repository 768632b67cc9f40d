package io.onemcp.adapters.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class JsonEditTest {
  private static final String FILE =
      """
      // my servers
      {
        "mcpServers": {
          // notes, with "quotes" and a comma,
          "files": {"command": "npx", "args": ["-y", "files"]}, // the first
          "tracker": {
            "url": "https://t.example/mcp" // the second
          }
        },
        "runtime": {"http": {"port": 1}}
      }
      """;

  @Nested
  class GivenAFileWithComments {
    @Test
    void whenAValueChanges_thenNothingElseDoes() {
      assertThat(set(FILE, "2", "runtime", "http", "port"))
          .isEqualTo(FILE.replace("\"port\": 1", "\"port\": 2"));
    }

    @Test
    void whenAMemberIsAdded_thenItStandsLastWithItsSiblingsIndent() {
      assertThat(set(FILE, "{\n  \"command\": \"x\"\n}", "mcpServers", "more"))
          .isEqualTo(
              FILE.replace(
                  "    }\n  },", "    },\n    \"more\": {\n      \"command\": \"x\"\n    }\n  },"));
    }

    @Test
    void whenAMemberIsAddedBehindAComment_thenTheCommentStaysWithItsLine() {
      assertThat(set(FILE, "true", "mcpServers", "tracker", "disabled"))
          .isEqualTo(
              FILE.replace(
                  "mcp\" // the second\n", "mcp\", // the second\n      \"disabled\": true\n"));
    }

    @Test
    void whenObjectsAreMissing_thenTheyAreMade() {
      assertThat(set(FILE, "\"1s\"", "runtime", "reload", "drain"))
          .contains("{\"http\": {\"port\": 1}, \"reload\": {")
          .contains("\"drain\": \"1s\"");
    }

    @Test
    void whenTheFirstMemberGoes_thenItsLineGoesAndTheCommentAboveStays() {
      assertThat(remove(FILE, "mcpServers", "files"))
          .isEqualTo(
              FILE.replace("{\"command\": \"npx\", \"args\": [\"-y\", \"files\"]},", "")
                  .replace("\"files\":  ", " "));
    }

    @Test
    void whenTheLastMemberGoes_thenNoCommaIsLeftBehind() {
      assertThat(remove(FILE, "runtime"))
          .isEqualTo(FILE.replace("  },\n  \"runtime\": {\"http\": {\"port\": 1}}\n", "  }\n"));
    }

    @Test
    void whenWhatIsNotThereGoes_thenNothingChanges() {
      assertThat(remove(FILE, "mcpServers", "absent")).isEqualTo(FILE);
      assertThat(remove(FILE, "absent", "absent")).isEqualTo(FILE);
    }

    @Test
    void whenSomethingOnTheWayIsNoObject_thenItIsNamed() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> set(FILE, "1", "runtime", "http", "port", "deeper"))
          .withMessageContaining("runtime.http.port");
    }
  }

  @Nested
  class GivenOtherForms {
    @Test
    void whenAnObjectIsEmpty_thenAMemberIsAddedAllTheSame() {
      assertThat(set("{}", "1", "a")).isEqualTo("{\n  \"a\": 1\n}");
      assertThat(set("{\n}", "1", "a")).isEqualTo("{\n  \"a\": 1\n}");
      assertThat(set("{\n  // nothing yet\n}\n", "1", "a"))
          .isEqualTo("{\n  // nothing yet\n  \"a\": 1\n}\n");
    }

    @Test
    void whenThereIsATrailingComma_thenItIsNotDoubled() {
      assertThat(set("{\n  \"a\": 1,\n}", "2", "b")).isEqualTo("{\n  \"a\": 1,\n  \"b\": 2\n}");
      assertThat(remove("{\"a\": 1, \"b\": 2,}", "b")).isEqualTo("{\"a\": 1, }");
    }

    @Test
    void whenEverythingStandsInOneLine_thenItStaysSo() {
      assertThat(set("{\"a\": {\"b\": 1}}", "2", "a", "c"))
          .isEqualTo("{\"a\": {\"b\": 1, \"c\": 2}}");
      assertThat(remove("{\"a\": 1, \"b\": 2, \"c\": 3}", "b")).isEqualTo("{\"a\": 1,  \"c\": 3}");
      assertThat(remove("{\"a\": 1, \"b\": 2}", "b")).isEqualTo("{\"a\": 1 }");
      assertThat(remove("{\"a\": 1}", "a")).isEqualTo("{}");
    }

    @Test
    void whenAKeyHasSpecialCharacters_thenItIsWrittenAsJson() {
      String edited = set("{}", "1", "a\"\\\n\u00e9");

      assertThat(JsonPlace.of(edited).members()).containsOnlyKeys("a\"\\\n\u00e9");
    }
  }

  @Nested
  class GivenRandomEdits {
    private static final List<String> KEYS = List.of("a", "b", "c", "d");

    @Test
    void whenManyAreMade_thenTheTextStaysJsonAndSaysWhatWasSet() {
      Random random = new Random(4);
      String text = "{ /* , */ }\n// end, of it";
      for (int i = 0; i < 2_000; i++) {
        List<String> path =
            random.ints(1 + random.nextInt(3), 0, KEYS.size()).mapToObj(KEYS::get).toList();
        if (random.nextInt(3) > 0) {
          text = prepared(text, path);
          text = JsonEdit.set(text, path, "\"" + i + "\"");
          assertThat(valueAt(text, path)).isEqualTo("\"" + i + "\"");
        } else {
          text = JsonEdit.remove(text, path);
          assertThat(valueAt(text, path)).isEmpty();
        }
        assertThat(ConfigText.parse(text, new Findings("f"))).as(text).isPresent();
        assertThat(text.replaceAll("\\s|/\\*.*?\\*/", ""))
            .doesNotContain(",}")
            .doesNotContain("{,");
      }
      assertThat(text).contains("/* , */").endsWith("// end, of it");
    }

    /** Takes away what stands in the way and is no object. */
    private static String prepared(String text, List<String> path) {
      String free = text;
      for (int depth = 1; depth < path.size(); depth++) {
        List<String> outer = path.subList(0, depth);
        if (!valueAt(free, outer).startsWith("{")) {
          free = JsonEdit.remove(free, outer);
        }
      }
      return free;
    }

    private static String valueAt(String text, List<String> path) {
      JsonPlace here = JsonPlace.of(text);
      for (String key : path) {
        JsonPlace next = here.members().get(key);
        if (next == null) {
          return "";
        }
        here = next;
      }
      return text.substring(here.valueStart(), here.valueEnd());
    }
  }

  private static String set(String text, String json, String... path) {
    return JsonEdit.set(text, List.of(path), json);
  }

  private static String remove(String text, String... path) {
    return JsonEdit.remove(text, List.of(path));
  }
}
