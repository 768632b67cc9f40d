package io.onemcp.rules.bad.core.right;

import io.onemcp.rules.bad.core.left.Left;
import java.util.Optional;

/** Breaks, with Left: packages form no cycle. */
public record Right(Optional<Left> other) {}
