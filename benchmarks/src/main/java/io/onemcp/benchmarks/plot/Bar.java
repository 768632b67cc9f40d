package io.onemcp.benchmarks.plot;

/**
 * One bar of a plot.
 *
 * @param label who it is
 * @param value how long it is, from 0
 * @param marked whether it is what the plot is about
 */
public record Bar(String label, double value, boolean marked) {}
