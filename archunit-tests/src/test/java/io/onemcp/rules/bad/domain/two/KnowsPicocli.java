package io.onemcp.rules.bad.domain.two;

import picocli.CommandLine;

/** Breaks: domains are plain Java; home of picocli. */
public record KnowsPicocli(CommandLine line) {}
