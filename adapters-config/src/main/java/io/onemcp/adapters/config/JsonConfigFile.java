package io.onemcp.adapters.config;

import io.onemcp.adapters.config.ConfigValue.Member;
import io.onemcp.adapters.config.ConfigValue.Nothing;
import io.onemcp.adapters.config.ConfigValue.Table;
import io.onemcp.core.config.ConfigSource;
import io.onemcp.core.config.GatewayConfig;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A configuration file: JSON with comments and trailing commas, in our own words or those of 1MCP,
 * Claude Desktop, Cursor or VS Code.
 *
 * <p>{@link ConfigText} turns its text into values that know where they stand. {@link
 * ServerSection} reads the servers, with the values that {@link Variables} takes from the
 * environment and the {@link DotEnv} beside the file; {@link RuntimeSection} reads the rest. All of
 * them look keys up in {@link ConfigKey}, and report to {@link Findings}.
 */
public final class JsonConfigFile implements ConfigSource {
  /** The file beside the configuration that holds variables. */
  static final String DOT_ENV = ".env";

  /** Where servers stand: in our own and most other applications' files, and in VS Code's. */
  static final List<String> SERVER_OBJECTS = List.of("mcpServers", "servers");

  /** Sections whose meaning this version does not serve. */
  static final Set<String> NOT_YET_SERVED =
      Set.of(
          "mcpTemplates",
          "templateSettings",
          "presets",
          "instructions",
          "instructionTemplates",
          "publishedInstructionTemplates",
          "activeInstructionTemplate",
          "inputs",
          "app");

  private static final List<String> KNOWN =
      List.of("$schema", "version", "mcpServers", "servers", "serverDefaults", "runtime");

  private static final long LARGEST = 16L << 20;

  private final Path file;
  private final Map<String, String> environment;

  /** Makes a source that reads this file, with this environment, anew each time it is asked. */
  public JsonConfigFile(Path file, Map<String, String> environment) {
    this.file = file;
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Reading load() {
    Findings problems = new Findings(file.toString());
    return text(file, problems)
        .map(text -> read(text, problems))
        .orElseGet(() -> new Reading.Rejected(problems.problems()));
  }

  /** Returns what would be read if the file held this text. */
  Reading read(String text) {
    return read(text, new Findings(file.toString()));
  }

  private Reading read(String text, Findings problems) {
    return ConfigText.parse(text, problems)
        .flatMap(value -> object(value, problems))
        .map(table -> read(table, problems))
        .orElseGet(() -> new Reading.Rejected(problems.problems()));
  }

  private Reading read(Table root, Findings problems) {
    Findings skipped = problems.another();
    Findings warnings = problems.another();
    problems.addRepeatsOf(root, "");
    root.members()
        .forEach((key, member) -> {
          if (!SERVER_OBJECTS.contains(key)) {
            problems.addRepeats(member.value(), key);
          }
        });
    warnOfSections(root, warnings);
    Table defaults = problems.table(root, "", ConfigKey.SERVER_DEFAULTS);
    ServerSection servers = new ServerSection(defaults, variables(warnings), skipped, warnings);
    SERVER_OBJECTS.forEach(key -> servers.read(problems.table(root, "", key), key));
    GatewayConfig config =
        new RuntimeSection(problems.table(root, "", ConfigKey.RUNTIME), problems)
            .config()
            .withBackends(servers.backends());
    if (!problems.isEmpty()) {
      problems.addAll(skipped);
      return new Reading.Rejected(problems.problems());
    }
    return new Reading.Loaded(config, skipped.problems(), warnings.problems(), servers.unusable());
  }

  private Variables variables(Findings warnings) {
    Path beside = file.resolveSibling(DOT_ENV);
    if (!Files.exists(beside)) {
      return new Variables(environment, Map.of());
    }
    Findings findings = new Findings(beside.toString());
    Map<String, String> values =
        text(beside, findings).map(text -> DotEnv.parse(text, findings)).orElse(Map.of());
    warnings.addAll(findings);
    return new Variables(environment, values);
  }

  private static void warnOfSections(Table root, Findings warnings) {
    root.members()
        .forEach((key, member) -> {
          if (NOT_YET_SERVED.contains(key)) {
            warnOfUnserved(key, member, warnings);
          } else if (!KNOWN.contains(key)) {
            warnings.add(
                member.at(),
                key,
                "unknown section, ignored",
                Optional.empty(),
                Nearest.to(key, KNOWN));
          }
        });
  }

  private static void warnOfUnserved(String key, Member member, Findings warnings) {
    boolean empty =
        member.value() instanceof Nothing
            || (member.value() instanceof Table table && table.members().isEmpty());
    if (!empty) {
      warnings.add(member.at(), key, "has no effect yet");
    }
  }

  private static Optional<Table> object(ConfigValue value, Findings problems) {
    if (value instanceof Table table) {
      return Optional.of(table);
    }
    problems.add(value.at(), "", "is " + value.kind(), "an object");
    return Optional.empty();
  }

  /** Some editors of Windows begin a file with a byte order mark. */
  static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static Optional<String> text(Path file, Findings problems) {
    try {
      if (Files.size(file) > LARGEST) {
        problems.add(Position.WHOLE_FILE, "", "too large", "at most " + LARGEST + " bytes");
        return Optional.empty();
      }
      return Optional.of(withoutMark(Files.readString(file)));
    } catch (NoSuchFileException _) {
      problems.add(Position.WHOLE_FILE, "", "there is no such file");
    } catch (CharacterCodingException _) {
      problems.add(Position.WHOLE_FILE, "", "is not UTF-8 text", "UTF-8");
    } catch (IOException e) {
      problems.add(Position.WHOLE_FILE, "", "cannot be read (" + Reasons.of(e) + ")");
    }
    return Optional.empty();
  }
}
