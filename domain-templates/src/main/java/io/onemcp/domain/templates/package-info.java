/** Servers born from a request's context: templates, instances and their leases. */
@NullMarked
package io.onemcp.domain.templates;

import org.jspecify.annotations.NullMarked;
