/** Both security boundaries: who calls us, and with what we call backends. */
@NullMarked
package io.onemcp.adapters.auth;

import org.jspecify.annotations.NullMarked;
