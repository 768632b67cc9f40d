package io.onemcp.app.embedded;

import io.onemcp.core.access.Authenticator;
import io.onemcp.core.config.ConfigSource;
import io.onemcp.core.config.GatewayConfig;
import io.onemcp.core.runtime.Journal;
import io.onemcp.core.runtime.StateFiles;
import io.onemcp.core.runtime.Tasks;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a builder collected.
 *
 * @param reading what configuration says at the start
 * @param source where it is read again
 * @param servers server objects of this JVM, by the key in their definitions
 * @param scope where the runtime keeps what outlives it
 * @param logs folder for what servers write on their standard error
 * @param journal makes the journal of sessions
 */
record RuntimeParts(
    ConfigSource.Reading.Loaded reading,
    ConfigSource source,
    Authenticator authenticator,
    Map<String, InProcessServer> servers,
    Optional<StateFiles> scope,
    Optional<Path> logs,
    Function<Tasks, Journal> journal) {
  GatewayConfig config() {
    return reading.config();
  }
}
