@NullMarked
package io.onemcp.adapters.http.socket;

import org.jspecify.annotations.NullMarked;
