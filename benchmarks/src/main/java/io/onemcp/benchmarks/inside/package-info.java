/** A program that has the gateway inside. */
@NullMarked
package io.onemcp.benchmarks.inside;

import org.jspecify.annotations.NullMarked;
