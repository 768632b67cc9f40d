/** Every client revision meets every backend in every feature, and is compared with no gateway. */
@NullMarked
package io.onemcp.conformance.matrix;

import org.jspecify.annotations.NullMarked;
