/** Planted to break rules. */
@NullMarked
package io.onemcp.rules.bad.core.left;

import org.jspecify.annotations.NullMarked;
