/** Who sees what: tags, filter expressions, presets and the selections they resolve to. */
@NullMarked
package io.onemcp.domain.presets;

import org.jspecify.annotations.NullMarked;
