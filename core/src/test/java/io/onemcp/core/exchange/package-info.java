@NullMarked
package io.onemcp.core.exchange;

import org.jspecify.annotations.NullMarked;
