/**
 * Clients that ask as fast as they may, or as they are told, and remember how long each answer
 * took.
 */
@NullMarked
package io.onemcp.benchmarks.load;

import org.jspecify.annotations.NullMarked;
