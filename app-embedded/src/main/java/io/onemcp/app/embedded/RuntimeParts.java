package io.onemcp.app.embedded;

import io.onemcp.core.access.Authenticator;
import io.onemcp.core.config.GatewayConfig;
import java.util.Map;

/**
 * What a builder collected.
 *
 * @param servers server objects of this JVM, by the key in their definitions
 */
record RuntimeParts(
    GatewayConfig config, Authenticator authenticator, Map<String, InProcessServer> servers) {}
