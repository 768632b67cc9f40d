@NullMarked
package io.onemcp.app.embedded;

import org.jspecify.annotations.NullMarked;
