@NullMarked
package io.onemcp.testkit;

import org.jspecify.annotations.NullMarked;
