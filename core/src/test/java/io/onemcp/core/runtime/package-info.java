@NullMarked
package io.onemcp.core.runtime;

import org.jspecify.annotations.NullMarked;
