package io.onemcp.rules.bad.core.util;

/** Breaks: packages are named for concepts. */
public record Drawer(String name) {}
