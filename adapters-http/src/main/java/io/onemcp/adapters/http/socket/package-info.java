/** The way in for this machine's users: a Unix domain socket in front of the door. */
@NullMarked
package io.onemcp.adapters.http.socket;

import org.jspecify.annotations.NullMarked;
