/**
 * Live MCP servers behind the gateway: how they are reached, in which state they are, what they
 * offer.
 */
@NullMarked
package io.onemcp.core.backend;

import org.jspecify.annotations.NullMarked;
