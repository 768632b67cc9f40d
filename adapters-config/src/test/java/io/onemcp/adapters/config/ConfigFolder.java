package io.onemcp.adapters.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.ConfigProblem;
import io.onemcp.core.config.ConfigSource.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A folder with a configuration file, and what is read from it. */
record ConfigFolder(Path folder, Map<String, String> environment) {
  ConfigFolder(Path folder) {
    this(folder, Map.of());
  }

  ConfigFolder with(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  ConfigFolder in(Map<String, String> other) {
    return new ConfigFolder(folder, other);
  }

  JsonConfigFile source(String text) {
    with("mcp.json", text);
    return new JsonConfigFile(folder.resolve("mcp.json"), environment);
  }

  Reading.Loaded loaded(String text) {
    Reading reading = source(text).load();
    assertThat(reading).isInstanceOf(Reading.Loaded.class);
    return (Reading.Loaded) reading;
  }

  List<String> rejected(String text) {
    Reading reading = source(text).load();
    assertThat(reading).isInstanceOf(Reading.Rejected.class);
    return lines(((Reading.Rejected) reading).problems());
  }

  BackendDefinition server(String entry) {
    Reading.Loaded loaded = loaded("{\"mcpServers\": {\"s\": " + entry + "}}");
    assertThat(loaded.skipped()).isEmpty();
    return loaded.config().backends().getFirst();
  }

  List<String> skipped(String entry) {
    return lines(loaded("{\"mcpServers\": {\"s\": " + entry + "}}").skipped());
  }

  /** The problems, without the folder in front. */
  List<String> lines(List<ConfigProblem> problems) {
    return problems.stream()
        .map(it -> it.toString().substring(folder.toString().length() + 1))
        .toList();
  }
}
