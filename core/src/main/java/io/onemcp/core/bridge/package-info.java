/**
 * What changes when the two hops of an exchange speak different eras. Hops of one era never come
 * here.
 */
@NullMarked
package io.onemcp.core.bridge;

import org.jspecify.annotations.NullMarked;
