@NullMarked
package io.onemcp.adapters.auth;

import org.jspecify.annotations.NullMarked;
