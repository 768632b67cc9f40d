/** The architecture as rules that run over every module. */
@NullMarked
package io.onemcp.rules;

import org.jspecify.annotations.NullMarked;
