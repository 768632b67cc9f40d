/** The only answer to: what may this view list, look up, call, and at which backend? */
@NullMarked
package io.onemcp.core.catalog;

import org.jspecify.annotations.NullMarked;
