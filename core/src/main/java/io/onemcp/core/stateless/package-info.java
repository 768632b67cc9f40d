/** The stateless era, 2026-07-28 and later, towards clients and towards backends. */
@NullMarked
package io.onemcp.core.stateless;

import org.jspecify.annotations.NullMarked;
