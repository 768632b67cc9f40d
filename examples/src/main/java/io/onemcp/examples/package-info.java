/** Programs against the public API, each of which runs and checks itself. */
@NullMarked
package io.onemcp.examples;

import org.jspecify.annotations.NullMarked;
