/** Planted to break rules. */
@NullMarked
package io.onemcp.rules.bad.domain.one;

import org.jspecify.annotations.NullMarked;
