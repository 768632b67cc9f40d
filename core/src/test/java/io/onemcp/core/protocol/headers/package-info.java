@NullMarked
package io.onemcp.core.protocol.headers;

import org.jspecify.annotations.NullMarked;
