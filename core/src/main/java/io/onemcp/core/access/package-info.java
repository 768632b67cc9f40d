/** Who is calling. */
@NullMarked
package io.onemcp.core.access;

import org.jspecify.annotations.NullMarked;
