package io.onemcp.adapters.config;

import static io.onemcp.adapters.config.ConfigKey.SERVER_ARGS;
import static io.onemcp.adapters.config.ConfigKey.SERVER_BALANCE;
import static io.onemcp.adapters.config.ConfigKey.SERVER_COMMAND;
import static io.onemcp.adapters.config.ConfigKey.SERVER_CONNECTION_TIMEOUT;
import static io.onemcp.adapters.config.ConfigKey.SERVER_CWD;
import static io.onemcp.adapters.config.ConfigKey.SERVER_DISABLED;
import static io.onemcp.adapters.config.ConfigKey.SERVER_ENV;
import static io.onemcp.adapters.config.ConfigKey.SERVER_HEADERS;
import static io.onemcp.adapters.config.ConfigKey.SERVER_IDLE;
import static io.onemcp.adapters.config.ConfigKey.SERVER_KILL_TIMEOUT;
import static io.onemcp.adapters.config.ConfigKey.SERVER_LOADING;
import static io.onemcp.adapters.config.ConfigKey.SERVER_MAX_IN_FLIGHT;
import static io.onemcp.adapters.config.ConfigKey.SERVER_MAX_QUEUE;
import static io.onemcp.adapters.config.ConfigKey.SERVER_MAX_RESTARTS;
import static io.onemcp.adapters.config.ConfigKey.SERVER_QUEUE_WAIT;
import static io.onemcp.adapters.config.ConfigKey.SERVER_REPLICAS;
import static io.onemcp.adapters.config.ConfigKey.SERVER_REQUEST_TIMEOUT;
import static io.onemcp.adapters.config.ConfigKey.SERVER_RESTART_DELAY;
import static io.onemcp.adapters.config.ConfigKey.SERVER_RESTART_ON_EXIT;
import static io.onemcp.adapters.config.ConfigKey.SERVER_RETRY_IDEMPOTENT;
import static io.onemcp.adapters.config.ConfigKey.SERVER_STOP_TIMEOUT;
import static io.onemcp.adapters.config.ConfigKey.SERVER_TAGS;
import static io.onemcp.adapters.config.ConfigKey.SERVER_TIMEOUT;
import static io.onemcp.adapters.config.ConfigKey.SERVER_TYPE;
import static io.onemcp.adapters.config.ConfigKey.SERVER_URL;
import static io.onemcp.adapters.config.ConfigKey.SERVER_URLS;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.config.LoadingMode;
import io.onemcp.core.config.Replicas;
import io.onemcp.core.config.Replicas.Balance;
import io.onemcp.core.config.StopTimes;
import io.onemcp.core.config.Upkeep;
import io.onemcp.core.config.Upkeep.Restarts;
import io.onemcp.core.config.Upkeep.Share;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads one server's entry, after the defaults were merged into it and its variables filled in. */
final class ServerEntry {
  /** RFC 9110, section 5.6.2. */
  private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

  private static final Pattern MCP_PATH = Pattern.compile(".*mcp/*", Pattern.CASE_INSENSITIVE);

  private final Section section;
  private final Variables variables;

  ServerEntry(Section section, Variables variables) {
    this.section = section;
    this.variables = variables;
  }

  /** Returns what the entry says; empty, with a finding, where it says too little. */
  Optional<BackendDefinition> definition(BackendName name) {
    boolean disabled = section.flag(SERVER_DISABLED).orElse(false);
    List<String> tags = section.texts(SERVER_TAGS);
    Optional<Duration> both = section.span(SERVER_TIMEOUT);
    Duration connect =
        section
            .span(SERVER_CONNECTION_TIMEOUT)
            .or(() -> both)
            .orElse(BackendDefinition.DEFAULT_CONNECT_TIMEOUT);
    Duration request =
        section
            .span(SERVER_REQUEST_TIMEOUT)
            .or(() -> both)
            .orElse(BackendDefinition.DEFAULT_REQUEST_TIMEOUT);
    Upkeep upkeep = upkeep();
    Balance balance = balance();
    return transports()
        .map(all ->
            new BackendDefinition(
                name,
                all.getFirst(),
                disabled,
                new LinkedHashSet<>(tags),
                connect,
                request,
                upkeep,
                new Replicas(all.subList(1, all.size()), balance)));
  }

  private Upkeep upkeep() {
    Restarts usual = Restarts.DEFAULT;
    return new Upkeep(
        section.choice(SERVER_LOADING).map(ServerEntry::mode),
        section.span(SERVER_IDLE),
        new Restarts(
            section.flag(SERVER_RESTART_ON_EXIT).orElse(usual.onExit()),
            section.whole(SERVER_MAX_RESTARTS).orElse(usual.most()),
            section.span(SERVER_RESTART_DELAY).orElse(usual.delay())),
        section.flag(SERVER_RETRY_IDEMPOTENT).orElse(false),
        new Share(
            section.whole(SERVER_MAX_IN_FLIGHT),
            section.whole(SERVER_MAX_QUEUE),
            section.span(SERVER_QUEUE_WAIT)));
  }

  /** Returns the mode that a word names. */
  static LoadingMode mode(String word) {
    return LoadingMode.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private Balance balance() {
    Optional<String> word = section.choice(SERVER_BALANCE);
    return Stream.of(Balance.values())
        .filter(balance -> word.filter(balance.word()::equals).isPresent())
        .findFirst()
        .orElse(Replicas.NONE.balance());
  }

  /** Returns how each replica is reached; empty, with a finding, where that is not said. */
  private Optional<List<BackendTransport>> transports() {
    if (section.has(SERVER_TYPE)) {
      return section
          .choice(SERVER_TYPE)
          .flatMap(type ->
              switch (type) {
                case "stdio" -> processes();
                case "sse" -> remotes(_ -> true);
                default -> remotes(_ -> false);
              });
    }
    if (section.has(SERVER_COMMAND)) {
      return processes();
    }
    if (section.has(SERVER_URL) || section.has(SERVER_URLS)) {
      return remotes(url -> !MCP_PATH.matcher(url.getPath()).matches());
    }
    section.add(SERVER_COMMAND, "missing", Optional.of("a command or a url"), Optional.empty());
    return Optional.empty();
  }

  private Optional<List<BackendTransport>> processes() {
    int replicas = section.whole(SERVER_REPLICAS).orElse(1);
    return stdio().map(it -> Collections.nCopies(replicas, it));
  }

  private Optional<List<BackendTransport>> remotes(Predicate<URI> isSse) {
    if (section.has(SERVER_REPLICAS) && section.whole(SERVER_REPLICAS).orElse(1) > 1) {
      section.add(
          SERVER_REPLICAS, "is for commands", Optional.of("a list of urls"), Optional.empty());
    }
    if (!section.has(SERVER_URLS)) {
      return remote(isSse).map(List::of);
    }
    if (section.has(SERVER_URL)) {
      section.add(SERVER_URLS, "stands beside url", Optional.of("one of both"), Optional.empty());
    }
    Map<String, String> headers = headers();
    List<URI> urls = section.addresses(SERVER_URLS);
    if (urls.size() > Replicas.MAX) {
      section.add(
          SERVER_URLS, "is too long", Optional.of("up to " + Replicas.MAX), Optional.empty());
    }
    return urls.isEmpty()
        ? Optional.empty()
        : Optional.of(
            urls.stream().limit(Replicas.MAX).map(url -> reached(url, headers, isSse)).toList());
  }

  private Optional<BackendTransport> stdio() {
    List<String> args = section.texts(SERVER_ARGS);
    Map<String, String> env = environment();
    Optional<String> cwd = section.text(SERVER_CWD);
    return required(section.text(SERVER_COMMAND), SERVER_COMMAND)
        .map(command ->
            new BackendTransport.Stdio(command, args, env, cwd, stopTimes(StopTimes.of(command))));
  }

  private StopTimes stopTimes(StopTimes standard) {
    return new StopTimes(
        section.span(SERVER_STOP_TIMEOUT).orElse(standard.afterEndOfInput()),
        section.span(SERVER_KILL_TIMEOUT).orElse(standard.afterTerm()));
  }

  private Optional<BackendTransport> remote(Predicate<URI> isSse) {
    Map<String, String> headers = headers();
    return required(section.address(SERVER_URL), SERVER_URL)
        .map(url -> reached(url, headers, isSse));
  }

  private static BackendTransport reached(
      URI url, Map<String, String> headers, Predicate<URI> isSse) {
    return isSse.test(url)
        ? new BackendTransport.Sse(url, headers)
        : new BackendTransport.Http(url, headers);
  }

  private <T> Optional<T> required(Optional<T> value, ConfigKey key) {
    if (value.isEmpty() && !section.has(key)) {
      section.add(key, "missing", Optional.of(key.kind().expectation()), Optional.empty());
    }
    return value;
  }

  private Map<String, String> environment() {
    Map<String, String> env =
        section.value(SERVER_ENV) instanceof ConfigValue.Items
            ? listed()
            : section.pairs(SERVER_ENV);
    if (env.keySet().stream().anyMatch(it -> it.isEmpty() || it.contains("=") || hasNul(it))
        || env.values().stream().anyMatch(ServerEntry::hasNul)) {
      section.add(
          SERVER_ENV,
          "a variable's name or value cannot be used",
          Optional.of("a name without \"=\", a value without a zero character"),
          Optional.empty());
    }
    return env;
  }

  /** Reads the form that names some variables only, to be taken over from our own environment. */
  private Map<String, String> listed() {
    Map<String, String> env = new LinkedHashMap<>();
    for (String item : section.texts(SERVER_ENV)) {
      int equals = item.indexOf('=');
      if (equals >= 0) {
        env.put(item.substring(0, equals), item.substring(equals + 1));
      } else {
        variables.value(item).ifPresent(value -> env.put(item, value));
      }
    }
    return env;
  }

  private Map<String, String> headers() {
    Map<String, String> headers = section.pairs(SERVER_HEADERS);
    headers.forEach((name, value) -> {
      if (!HEADER_NAME.matcher(name).matches() || value.matches("(?s).*[\\p{Cntrl}&&[^\\t]].*")) {
        section.add(
            SERVER_HEADERS,
            "a header's name or value cannot be sent",
            Optional.of("a name of letters, digits and dashes, a value in one line"),
            Optional.empty());
      }
    });
    return headers;
  }

  private static boolean hasNul(String text) {
    return text.indexOf('\0') >= 0;
  }
}
