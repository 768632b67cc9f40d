package io.onemcp.rules.bad.adapters.two;

import io.onemcp.rules.bad.testkit.ScriptedThing;

/** Breaks: what ships does not know the testkit. */
public record KnowsTestkit(ScriptedThing thing) {}
