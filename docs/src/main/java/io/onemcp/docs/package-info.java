/** Tests that keep the documentation true. */
@NullMarked
package io.onemcp.docs;

import org.jspecify.annotations.NullMarked;
