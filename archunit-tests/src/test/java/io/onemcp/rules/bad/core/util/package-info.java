/** Planted to break rules. */
@NullMarked
package io.onemcp.rules.bad.core.util;

import org.jspecify.annotations.NullMarked;
