/**
 * HTTP headers that mirror what a request's body says, so that intermediaries need not read the
 * body.
 */
@NullMarked
package io.onemcp.core.protocol.headers;

import org.jspecify.annotations.NullMarked;
