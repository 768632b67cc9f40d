/** The configuration in use, and how another one takes its place while the gateway runs. */
@NullMarked
package io.onemcp.core.reload;

import org.jspecify.annotations.NullMarked;
