/** The HTTP door: MCP endpoints that clients of every era can call. */
@NullMarked
package io.onemcp.adapters.http.inbound;

import org.jspecify.annotations.NullMarked;
