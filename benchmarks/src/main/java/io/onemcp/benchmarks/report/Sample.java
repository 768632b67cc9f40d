package io.onemcp.benchmarks.report;

import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;

/**
 * One figure of one round.
 *
 * @param scenario that it belongs to
 * @param subject what was measured, for instance a product with an era
 * @param shape under which conditions
 * @param figure its name, with the unit at its end
 * @param round from 1
 * @param value in that unit
 */
public record Sample(
    String scenario, String subject, String shape, String figure, int round, double value) {
  private static final double PRECISION = 1000;

  /** Returns what it says as JSON. */
  Json json() {
    double rounded = Math.round(value * PRECISION) / PRECISION;
    return new JsonWriter()
        .put("scenario", scenario)
        .put("subject", subject)
        .put("shape", shape)
        .put("figure", figure)
        .put("round", round)
        .put("value", Json.of(Double.toString(rounded)))
        .json();
  }

  /** Reads what {@link #json} wrote. */
  static Sample of(Json json) {
    return new Sample(
        json.text("scenario") + "",
        json.text("subject") + "",
        json.text("shape") + "",
        json.text("figure") + "",
        Integer.parseInt(String.valueOf(json.at("round"))),
        Double.parseDouble(String.valueOf(json.at("value"))));
  }
}
