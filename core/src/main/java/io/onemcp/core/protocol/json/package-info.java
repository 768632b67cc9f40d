/**
 * JSON as bytes that are looked at, not as trees: values are slices of the text they came in, and a
 * change is a splice.
 *
 * <p>Nothing is bound to classes here, so unknown members, number spellings and escapes survive.
 */
@NullMarked
package io.onemcp.core.protocol.json;

import org.jspecify.annotations.NullMarked;
