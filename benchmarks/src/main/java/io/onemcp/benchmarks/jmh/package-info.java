/** What single steps of a call cost, measured by JMH; not for use by other code. */
@NullMarked
package io.onemcp.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
