@NullMarked
package io.onemcp.core.reload;

import org.jspecify.annotations.NullMarked;
