/** Tasks of backends, and the ids under which clients know them. */
@NullMarked
package io.onemcp.core.task;

import org.jspecify.annotations.NullMarked;
