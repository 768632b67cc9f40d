/** What happened, told to whoever wants to know. */
@NullMarked
package io.onemcp.core.event;

import org.jspecify.annotations.NullMarked;
