/** Hours of mixed load on one gateway, and what it holds at the end that it did not hold before. */
@NullMarked
package io.onemcp.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
