/** The gateway inside an application: the public API, and the only place that wires. */
@NullMarked
package io.onemcp.app.embedded;

import org.jspecify.annotations.NullMarked;
