@NullMarked
package io.onemcp.app.embedded.system;

import org.jspecify.annotations.NullMarked;
