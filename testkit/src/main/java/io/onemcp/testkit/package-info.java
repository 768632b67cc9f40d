/** Scripted peers, a clock that tests own, and one contract for each port. */
@NullMarked
package io.onemcp.testkit;

import org.jspecify.annotations.NullMarked;
