@NullMarked
package io.onemcp.app.cli;

import org.jspecify.annotations.NullMarked;
