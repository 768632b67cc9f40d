@NullMarked
package io.onemcp.core.protocol.json;

import org.jspecify.annotations.NullMarked;
