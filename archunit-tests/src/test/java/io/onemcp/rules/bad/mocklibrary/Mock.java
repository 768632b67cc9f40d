package io.onemcp.rules.bad.mocklibrary;

/** Plays a library of mocks. */
public record Mock(String name) {}
