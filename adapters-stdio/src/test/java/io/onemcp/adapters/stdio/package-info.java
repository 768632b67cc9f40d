@NullMarked
package io.onemcp.adapters.stdio;

import org.jspecify.annotations.NullMarked;
