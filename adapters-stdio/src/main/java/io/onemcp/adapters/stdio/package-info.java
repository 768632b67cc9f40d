/** MCP over pipes: backends that are child processes, and our own standard input and output. */
@NullMarked
package io.onemcp.adapters.stdio;

import org.jspecify.annotations.NullMarked;
