/** The server-sent-event format, shared by both directions. */
@NullMarked
package io.onemcp.adapters.http.sse;

import org.jspecify.annotations.NullMarked;
