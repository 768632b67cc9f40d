/** Planted to break rules. */
@NullMarked
package io.onemcp.rules.bad.domain.two;

import org.jspecify.annotations.NullMarked;
