@NullMarked
package io.onemcp.core.stateless;

import org.jspecify.annotations.NullMarked;
