/** What a configuration says, as records that no file format shows through. */
@NullMarked
package io.onemcp.core.config;

import org.jspecify.annotations.NullMarked;
