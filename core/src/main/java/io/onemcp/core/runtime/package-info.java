/** Time and threads, as ports, so that tests own both. */
@NullMarked
package io.onemcp.core.runtime;

import org.jspecify.annotations.NullMarked;
