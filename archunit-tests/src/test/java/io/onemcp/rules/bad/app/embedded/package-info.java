/** Planted to break rules. */
@NullMarked
package io.onemcp.rules.bad.app.embedded;

import org.jspecify.annotations.NullMarked;
