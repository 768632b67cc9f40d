/** Planted to break rules. */
@NullMarked
package io.onemcp.rules.bad.adapters.two;

import org.jspecify.annotations.NullMarked;
