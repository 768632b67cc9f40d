package io.onemcp.rules.bad.testkit;

/** Known where it must not be. */
public record ScriptedThing(String name) {}
