package io.onemcp.benchmarks.soak;

import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What every server of a soak offers. */
final class SoakOffer {
  /** Answers with the text that it is given. */
  static final String ECHO = "echo";

  /** The same after so many milliseconds. */
  static final String SLOW = "slow";

  /** The same after three steps of progress. */
  static final String STEPS = "steps";

  /** The same after it was announced that lists have changed. */
  static final String NEWS = "news";

  /** The same with the number that its caller is asked for. */
  static final String ASK = "ask";

  static final String PROMPT = "greet";
  static final int RESOURCES = 5;

  private SoakOffer() {}

  static Json tools() {
    return JsonWriter.array(
        Stream.of(ECHO, SLOW, STEPS, NEWS, ASK)
            .map(tool ->
                new JsonWriter()
                    .put("name", tool)
                    .put("description", "Answers with the text that it is given.")
                    .put("inputSchema", Json.of("{\"type\":\"object\"}"))
                    .json())
            .toList());
  }

  static Json prompts() {
    return Json.of("[{\"name\":\"" + PROMPT + "\",\"arguments\":[{\"name\":\"who\"}]}]");
  }

  static Json resources(String server) {
    List<Json> entries = new ArrayList<>();
    for (int i = 0; i < RESOURCES; i++) {
      entries.add(new JsonWriter().put("uri", uri(server, i)).put("name", "page " + i).json());
    }
    return JsonWriter.array(entries);
  }

  static String uri(String server, int number) {
    return "soak://" + server + "/" + number;
  }

  static Json text(String text) {
    return new JsonWriter().put("type", "text").put("text", text).json();
  }
}
