package io.onemcp.rules.bad.core;

/** Breaks: names say what a thing is. */
public record SessionManager(String name) {}
