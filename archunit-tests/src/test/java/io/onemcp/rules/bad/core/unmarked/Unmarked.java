package io.onemcp.rules.bad.core.unmarked;

/** Breaks: packages are null-marked. */
public record Unmarked(String name) {}
