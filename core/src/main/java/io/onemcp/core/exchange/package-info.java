/**
 * One inbound request from arrival to its terminal message, and the doors through which it comes.
 */
@NullMarked
package io.onemcp.core.exchange;

import org.jspecify.annotations.NullMarked;
