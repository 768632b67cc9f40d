/** What was sent on event streams, kept so that a client whose connection broke can catch up. */
@NullMarked
package io.onemcp.adapters.http.replay;

import org.jspecify.annotations.NullMarked;
