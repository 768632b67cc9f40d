/** Planted to break rules. */
@NullMarked
package io.onemcp.rules.bad.mocklibrary;

import org.jspecify.annotations.NullMarked;
