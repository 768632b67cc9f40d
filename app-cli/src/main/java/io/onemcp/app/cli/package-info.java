/** The command line: thin commands on top of the embedded gateway. */
@NullMarked
package io.onemcp.app.cli;

import org.jspecify.annotations.NullMarked;
