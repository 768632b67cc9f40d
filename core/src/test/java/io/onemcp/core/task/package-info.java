@NullMarked
package io.onemcp.core.task;

import org.jspecify.annotations.NullMarked;
