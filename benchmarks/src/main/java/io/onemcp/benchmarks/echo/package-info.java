/** Servers that answer at once: what a gateway is measured in front of. */
@NullMarked
package io.onemcp.benchmarks.echo;

import org.jspecify.annotations.NullMarked;
