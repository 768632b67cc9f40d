@NullMarked
package io.onemcp.adapters.http.replay;

import org.jspecify.annotations.NullMarked;
