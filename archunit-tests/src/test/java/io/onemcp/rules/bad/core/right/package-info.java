/** Planted to break rules. */
@NullMarked
package io.onemcp.rules.bad.core.right;

import org.jspecify.annotations.NullMarked;
