@NullMarked
package io.onemcp.core.bridge;

import org.jspecify.annotations.NullMarked;
