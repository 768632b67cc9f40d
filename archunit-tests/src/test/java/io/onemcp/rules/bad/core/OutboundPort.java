package io.onemcp.rules.bad.core;

/** Plays the annotation of the same name. */
@interface OutboundPort {}
