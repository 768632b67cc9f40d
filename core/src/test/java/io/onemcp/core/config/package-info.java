@NullMarked
package io.onemcp.core.config;

import org.jspecify.annotations.NullMarked;
