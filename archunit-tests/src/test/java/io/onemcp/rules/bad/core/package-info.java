/** Planted to break rules. */
@NullMarked
package io.onemcp.rules.bad.core;

import org.jspecify.annotations.NullMarked;
