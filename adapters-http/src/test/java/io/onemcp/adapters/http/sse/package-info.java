@NullMarked
package io.onemcp.adapters.http.sse;

import org.jspecify.annotations.NullMarked;
