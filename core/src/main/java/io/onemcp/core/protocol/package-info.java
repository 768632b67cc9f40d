/**
 * The language of MCP: messages whose envelope is typed and whose content stays opaque, revisions,
 * eras, names and codes.
 */
@NullMarked
package io.onemcp.core.protocol;

import org.jspecify.annotations.NullMarked;
