/** The processes of a measurement, and what the operating system says of them. */
@NullMarked
package io.onemcp.benchmarks.process;

import org.jspecify.annotations.NullMarked;
