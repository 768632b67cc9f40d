/** A world for tests of the core: threads, a clock turned by hand, servers in memory. */
@NullMarked
package io.onemcp.core.fake;

import org.jspecify.annotations.NullMarked;
