/** Pictures in SVG, without scripts and with few words: readable on light and on dark ground. */
@NullMarked
package io.onemcp.benchmarks.plot;

import org.jspecify.annotations.NullMarked;
