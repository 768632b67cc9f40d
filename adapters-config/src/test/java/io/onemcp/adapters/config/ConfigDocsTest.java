package io.onemcp.adapters.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.adapters.config.ConfigValue.Flag;
import io.onemcp.adapters.config.ConfigValue.Table;
import io.onemcp.adapters.config.ConfigValue.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The schema and the reference page name exactly the keys that the reader knows. */
class ConfigDocsTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern ROW =
      Pattern.compile(
          "^\\| `([^`]+\\.[^`]+)` \\| [^|]+ \\| (?:`([^`]*)`)? ?\\|", Pattern.MULTILINE);

  @Test
  void whenTheSchemaIsRead_thenItNamesExactlyTheKnownKeys() throws IOException {
    Table schema = schema();
    Set<String> named = new TreeSet<>();
    collect(at(schema, "$defs", "server"), "mcpServers.*", named);
    collect(at(schema, "properties", "serverDefaults"), "serverDefaults", named);
    collect(at(schema, "properties", "runtime"), "runtime", named);

    assertThat(named).isEqualTo(known());
  }

  @Test
  void whenTheSchemaHasSections_thenOursAreClosed() throws IOException {
    Table runtime = at(schema(), "properties", "runtime");

    assertThat(isClosed(runtime)).isTrue();
    for (String section : ConfigKey.sectionsOf(ConfigKey.RUNTIME)) {
      assertThat(isClosed(at(runtime, "properties", section))).as(section).isTrue();
    }
  }

  @Test
  void whenTheSchemaStatesADefault_thenItIsTheReaders() throws IOException {
    Table schema = schema();

    for (ConfigKey key : ConfigKey.values()) {
      Table property =
          switch (key.section()) {
            case ConfigKey.SERVERS -> at(schema, "$defs", "server", "properties", key.leaf());
            case ConfigKey.SERVER_DEFAULTS ->
                at(schema, "$defs", "server", "properties", key.leaf());
            default ->
                at(
                    schema,
                    "properties",
                    "runtime",
                    "properties",
                    key.section().substring(ConfigKey.RUNTIME.length() + 1),
                    "properties",
                    key.leaf());
          };
      ConfigValue.Member stated = property.members().get("default");
      if (stated != null) {
        assertThat(key.fallback()).as(key.path()).isEqualTo(spelling(stated.value()));
      }
    }
  }

  @Test
  void whenThePageIsRead_thenItsTablesHaveExactlyTheKnownKeysAndDefaults() throws IOException {
    Map<String, String> documented =
        ROW.matcher(Files.readString(DOCS.resolve("config.md")))
            .results()
            .collect(
                Collectors.toMap(
                    row -> row.group(1), ConfigDocsTest::fallback, (a, b) -> a + b, TreeMap::new));

    assertThat(documented)
        .isEqualTo(
            Stream.of(ConfigKey.values())
                .collect(Collectors.toMap(ConfigKey::path, ConfigKey::fallback)));
  }

  @Test
  void whenThePageListsWhatHasNoEffect_thenItListsAllOfIt() throws IOException {
    String page = Files.readString(DOCS.resolve("config.md"));

    assertThat(JsonConfigFile.NOT_YET_SERVED).allMatch(it -> page.contains("`" + it + "`"));
    assertThat(ServerSection.NOT_YET_SERVED).allMatch(it -> page.contains("`" + it + "`"));
  }

  private static String fallback(MatchResult row) {
    String text = row.group(2);
    return text == null ? "" : text;
  }

  private static Set<String> known() {
    return Stream.of(ConfigKey.values())
        .map(ConfigKey::path)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void collect(Table schema, String path, Set<String> into) {
    for (String name : at(schema, "properties").members().keySet()) {
      Table property = at(schema, "properties", name);
      if (property.members().containsKey("properties")) {
        collect(property, path + "." + name, into);
      } else {
        into.add(path + "." + name);
      }
    }
  }

  private static boolean isClosed(Table schema) {
    ConfigValue.Member more = schema.members().get("additionalProperties");
    return more != null && more.value() instanceof Flag(_, boolean allowed) && !allowed;
  }

  private static String spelling(ConfigValue value) {
    return switch (value) {
      case Text(_, String text) -> "\"" + text + "\"";
      case ConfigValue.Digits(_, String spelling) -> spelling;
      case Flag(_, boolean on) -> Boolean.toString(on);
      case ConfigValue.Items _ -> "[]";
      default -> "{}";
    };
  }

  private static Table at(Table table, String... path) {
    Table here = table;
    for (String step : path) {
      here = (Table) Objects.requireNonNull(here.members().get(step), step).value();
    }
    return here;
  }

  private static Table schema() throws IOException {
    Findings findings = new Findings("schema");
    ConfigValue schema =
        ConfigText.parse(Files.readString(DOCS.resolve("schema/mcp.schema.json")), findings)
            .orElseThrow();
    assertThat(findings.isEmpty()).isTrue();
    return (Table) schema;
  }
}
