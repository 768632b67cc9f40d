@NullMarked
package io.onemcp.core.catalog;

import org.jspecify.annotations.NullMarked;
