/**
 * The gateway's mind: what it knows and decides, without any transport, thread or file of its own.
 */
@NullMarked
package io.onemcp.core;

import org.jspecify.annotations.NullMarked;
