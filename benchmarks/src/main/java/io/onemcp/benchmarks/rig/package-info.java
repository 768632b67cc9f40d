/** What is measured, in front of what, and in which order. */
@NullMarked
package io.onemcp.benchmarks.rig;

import org.jspecify.annotations.NullMarked;
