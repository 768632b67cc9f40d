@NullMarked
package io.onemcp.core.stateful;

import org.jspecify.annotations.NullMarked;
