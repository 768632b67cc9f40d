package io.onemcp.adapters.config;

import static io.onemcp.adapters.config.ConfigKey.SERVERS;
import static io.onemcp.adapters.config.ConfigKey.SERVER_DEFAULTS;

import io.onemcp.adapters.config.ConfigValue.Flag;
import io.onemcp.adapters.config.ConfigValue.Items;
import io.onemcp.adapters.config.ConfigValue.Member;
import io.onemcp.adapters.config.ConfigValue.Nothing;
import io.onemcp.adapters.config.ConfigValue.Table;
import io.onemcp.adapters.config.ConfigValue.Text;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the servers, in the words of whichever application the file was written for. A server that
 * cannot be read is left out, with its problems; the others stay.
 */
final class ServerSection {
  /** Keys of 1MCP that have a meaning which this version does not serve. */
  static final Set<String> NOT_YET_SERVED =
      Set.of(
          "disabledTools",
          "instructionOverride",
          "toolDescriptionOverrides",
          "oauth",
          "stderr",
          "inheritParentEnv",
          "envFilter",
          "template");

  /** Stands in while an entry with an unusable name is checked. */
  private static final BackendName UNNAMED = new BackendName("unnamed");

  private static final Set<String> WITH_VARIABLES =
      Set.of("type", "command", "args", "env", "cwd", "url", "urls", "headers");

  private final Table defaults;
  private final Variables variables;
  private final Findings skipped;
  private final Findings warnings;
  private final Map<String, BackendDefinition> backends = new LinkedHashMap<>();
  private final Set<BackendName> unusable = new LinkedHashSet<>();
  private final ServerReplicas replicas = new ServerReplicas();

  ServerSection(Table defaults, Variables variables, Findings skipped, Findings warnings) {
    this.defaults = defaults;
    this.variables = variables;
    this.skipped = skipped;
    this.warnings = warnings;
    warnOfKeys(defaults, SERVER_DEFAULTS, SERVER_DEFAULTS);
  }

  /** Reads all servers of an object; {@code path} is the object's key. */
  void read(Table servers, String path) {
    servers
        .members()
        .forEach((name, member) -> readOne(name, member, servers, Findings.join(path, name)));
  }

  List<BackendDefinition> backends() {
    return new ArrayList<>(backends.values());
  }

  /** Returns who was left out although wanted, as far as they can be named. */
  Set<BackendName> unusable() {
    return unusable;
  }

  private void readOne(String name, Member member, Table servers, String path) {
    Findings findings = skipped.another();
    reportName(name, member, servers, path, findings);
    boolean disabled = false;
    if (member.value() instanceof Table entry) {
      findings.addRepeats(entry, path);
      disabled = isDisabled(entry);
      warnOfKeys(entry, SERVERS, path);
      Table filled = filled(merged(entry), path, findings);
      Optional<BackendDefinition> definition =
          new ServerEntry(new Section(filled, path, findings), variables)
              .definition(BackendName.isValid(name) ? new BackendName(name) : UNNAMED);
      definition.ifPresent(it -> replicas.check(it, entry, path, findings));
      if (findings.isEmpty()) {
        definition.ifPresent(it -> {
          backends.put(name, it);
          replicas.accept(it);
        });
      }
    } else {
      findings.add(member.value().at(), path, "is " + member.value().kind(), "an object");
    }
    if (!disabled && !findings.isEmpty() && BackendName.isValid(name)) {
      unusable.add(new BackendName(name));
    }
    (disabled ? warnings : skipped).addAll(findings);
  }

  private void reportName(
      String name, Member member, Table servers, String path, Findings findings) {
    if (!BackendName.isValid(name)) {
      findings.add(
          member.at(),
          path,
          "this name cannot be used",
          "1 to " + BackendName.MAX_LENGTH + " of A-Z a-z 0-9 _ . -");
    }
    servers.repeats().stream()
        .filter(repeat -> repeat.key().equals(name))
        .forEach(repeat ->
            findings.add(
                repeat.again(),
                path,
                "server stands twice, first in line " + repeat.first().line(),
                "each name once"));
    if (backends.containsKey(name)) {
      findings.add(member.at(), path, "server stands in another section too", "each name once");
    }
  }

  private static boolean isDisabled(Table entry) {
    Member member = entry.members().get(ConfigKey.SERVER_DISABLED.leaf());
    return member != null && member.value() instanceof Flag(_, boolean on) && on;
  }

  private void warnOfKeys(Table table, String section, String path) {
    var known = ConfigKey.leavesOf(section);
    table
        .members()
        .forEach((key, member) -> {
          if (NOT_YET_SERVED.contains(key)) {
            warnings.add(member.at(), Findings.join(path, key), "has no effect yet");
          } else if (!known.contains(key)) {
            warnings.add(
                member.at(),
                Findings.join(path, key),
                "unknown key, ignored",
                Optional.empty(),
                Nearest.to(key, known));
          }
        });
  }

  /** Fills gaps from the defaults; objects of variables are merged, everything else replaced. */
  private Table merged(Table entry) {
    Map<String, Member> members = new LinkedHashMap<>(entry.members());
    members.values().removeIf(member -> member.value() instanceof Nothing);
    defaults
        .members()
        .forEach((key, byDefault) ->
            members.merge(
                key, byDefault, (own, other) -> key.equals("env") ? env(own, other) : own));
    return new Table(entry.at(), members, List.of());
  }

  private static Member env(Member own, Member byDefault) {
    if (own.value() instanceof Table mine && byDefault.value() instanceof Table theirs) {
      Map<String, Member> both = new LinkedHashMap<>(theirs.members());
      both.putAll(mine.members());
      return new Member(own.at(), new Table(mine.at(), both, List.of()));
    }
    return own;
  }

  private Table filled(Table entry, String path, Findings findings) {
    Set<String> unused =
        entry.members().containsKey("command") && !isRemote(entry)
            ? Set.of("url", "urls", "headers")
            : Set.of("command", "args", "env", "cwd");
    Map<String, Member> members = new LinkedHashMap<>();
    entry
        .members()
        .forEach((key, member) -> {
          if (WITH_VARIABLES.contains(key) && !unused.contains(key)) {
            ConfigValue value = filled(member.value(), Findings.join(path, key), findings);
            members.put(key, new Member(member.at(), value));
          } else if (!unused.contains(key)) {
            members.put(key, member);
          }
        });
    return new Table(entry.at(), members, List.of());
  }

  private static boolean isRemote(Table entry) {
    Member type = entry.members().get("type");
    return type != null && type.value() instanceof Text(_, String text) && !text.equals("stdio");
  }

  private ConfigValue filled(ConfigValue value, String path, Findings findings) {
    return switch (value) {
      case Text(Position at, String text) -> new Text(at, variables.fill(text, at, path, findings));
      case Items(Position at, List<ConfigValue> values) ->
          new Items(at, values.stream().map(it -> filled(it, path, findings)).toList());
      case Table table -> {
        Map<String, Member> members = new LinkedHashMap<>();
        table
            .members()
            .forEach((key, member) ->
                members.put(
                    key,
                    new Member(
                        member.at(), filled(member.value(), Findings.join(path, key), findings))));
        yield new Table(table.at(), members, table.repeats());
      }
      default -> value;
    };
  }
}
