/** Planted to break rules. */
@NullMarked
package io.onemcp.rules.bad.adapters.one;

import org.jspecify.annotations.NullMarked;
