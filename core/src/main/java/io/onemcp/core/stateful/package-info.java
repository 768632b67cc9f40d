/**
 * The stateful era, up to 2025-11-25, towards clients and towards backends. Nothing but wiring
 * refers to it.
 */
@NullMarked
package io.onemcp.core.stateful;

import org.jspecify.annotations.NullMarked;
