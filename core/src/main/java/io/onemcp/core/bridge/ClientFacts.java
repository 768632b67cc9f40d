package io.onemcp.core.bridge;

import io.onemcp.core.protocol.LogLevel;
import io.onemcp.core.protocol.json.Json;
import java.util.Optional;

/**
 * What a stateful client said once, and a stateless backend has to be told with every request.
 *
 * @param clientInfo the client's name and version
 * @param capabilities what it can be asked for
 * @param logLevel the severity from which it wants log messages; empty for none
 */
public record ClientFacts(Json clientInfo, Json capabilities, Optional<LogLevel> logLevel) {}
