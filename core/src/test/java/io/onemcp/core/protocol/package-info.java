@NullMarked
package io.onemcp.core.protocol;

import org.jspecify.annotations.NullMarked;
