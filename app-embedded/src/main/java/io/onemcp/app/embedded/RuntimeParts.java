package io.onemcp.app.embedded;

import io.onemcp.core.access.Authenticator;
import io.onemcp.core.config.GatewayConfig;
import io.onemcp.core.runtime.StateFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a builder collected.
 *
 * @param servers server objects of this JVM, by the key in their definitions
 * @param scope where the runtime keeps what outlives it
 * @param logs folder for what servers write on their standard error
 */
record RuntimeParts(
    GatewayConfig config,
    Authenticator authenticator,
    Map<String, InProcessServer> servers,
    Optional<StateFiles> scope,
    Optional<Path> logs) {}
