@NullMarked
package io.onemcp.adapters.config;

import org.jspecify.annotations.NullMarked;
