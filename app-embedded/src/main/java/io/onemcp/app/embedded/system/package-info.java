/** Time and threads of a gateway that runs for real. */
@NullMarked
package io.onemcp.app.embedded.system;

import org.jspecify.annotations.NullMarked;
