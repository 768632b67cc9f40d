/** The configuration file: read, checked, watched and written. */
@NullMarked
package io.onemcp.adapters.config;

import org.jspecify.annotations.NullMarked;
