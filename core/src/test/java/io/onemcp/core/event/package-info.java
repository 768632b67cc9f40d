@NullMarked
package io.onemcp.core.event;

import org.jspecify.annotations.NullMarked;
