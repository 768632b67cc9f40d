/** What is made of the figures. */
@NullMarked
package io.onemcp.benchmarks.report;

import org.jspecify.annotations.NullMarked;
