/** The gateway against peers that we did not write. */
@NullMarked
package io.onemcp.conformance;

import org.jspecify.annotations.NullMarked;
