/** Backends that are reached over HTTP. */
@NullMarked
package io.onemcp.adapters.http.outbound;

import org.jspecify.annotations.NullMarked;
