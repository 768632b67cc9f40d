package io.onemcp.rules.bad.core.left;

import io.onemcp.rules.bad.core.right.Right;
import java.util.Optional;

/** Breaks, with Right: packages form no cycle. */
public record Left(Optional<Right> other) {}
