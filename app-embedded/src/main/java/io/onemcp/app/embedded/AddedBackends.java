package io.onemcp.app.embedded;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.config.ConfigProblem;
import io.onemcp.core.config.ConfigSource;
import io.onemcp.core.config.ConfigSource.Reading;
import io.onemcp.core.config.GatewayConfig;
import io.onemcp.core.config.HttpConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What an application adds to whatever its configuration says.
 *
 * @param definitions backends that come on top
 * @param http where to listen, given what the configuration says of it
 */
record AddedBackends(List<BackendDefinition> definitions, UnaryOperator<HttpConfig> http) {
  /**
   * Returns what was read at the start, with this in it.
   *
   * @throws IllegalArgumentException if two backends have one name
   */
  Reading.Loaded in(Reading.Loaded read) {
    return with(read, read.config().backends(), read.skipped());
  }

  /** Returns the source with this in it; a name that the application uses belongs to it. */
  ConfigSource to(ConfigSource source) {
    return () ->
        switch (source.load()) {
          case Reading.Rejected rejected -> rejected;
          case Reading.Loaded loaded -> yielding(loaded);
        };
  }

  private Reading.Loaded yielding(Reading.Loaded read) {
    Set<BackendName> taken =
        definitions.stream().map(BackendDefinition::name).collect(Collectors.toSet());
    List<BackendDefinition> others = new ArrayList<>();
    List<ConfigProblem> skipped = new ArrayList<>(read.skipped());
    for (BackendDefinition backend : read.config().backends()) {
      if (taken.contains(backend.name())) {
        skipped.add(taken(backend.name()));
      } else {
        others.add(backend);
      }
    }
    return with(read, others, skipped);
  }

  private Reading.Loaded with(
      Reading.Loaded read, List<BackendDefinition> others, List<ConfigProblem> skipped) {
    List<BackendDefinition> all = new ArrayList<>(others);
    all.addAll(definitions);
    GatewayConfig config = read.config();
    return new Reading.Loaded(
        config.withBackends(all).withHttp(http.apply(config.http())),
        skipped,
        read.warnings(),
        read.unusable());
  }

  private static ConfigProblem taken(BackendName name) {
    return new ConfigProblem(
        "configuration",
        0,
        0,
        "mcpServers." + name,
        "this name belongs to a server of the application",
        Optional.of("another name"),
        Optional.empty());
  }
}
