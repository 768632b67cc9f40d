/** Planted to break rules. */
@NullMarked
package io.onemcp.rules.bad.testkit;

import org.jspecify.annotations.NullMarked;
