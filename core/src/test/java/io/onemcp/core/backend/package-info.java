@NullMarked
package io.onemcp.core.backend;

import org.jspecify.annotations.NullMarked;
