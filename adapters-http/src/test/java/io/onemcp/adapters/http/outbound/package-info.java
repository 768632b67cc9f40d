@NullMarked
package io.onemcp.adapters.http.outbound;

import org.jspecify.annotations.NullMarked;
