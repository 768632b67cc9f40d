/** Cuts what arrives into messages. */
@NullMarked
package io.onemcp.benchmarks.wire;

import org.jspecify.annotations.NullMarked;
