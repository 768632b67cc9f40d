package io.onemcp.benchmarks.soak;

import io.onemcp.core.protocol.json.Json;
import java.io.IOException;
import java.net.http.HttpRequest;

/** One client of one era; may be used by many threads. */
interface Conversation {
  /** What every question is answered with. */
  Json CONSENT = Json.of("{\"action\":\"accept\",\"content\":{\"n\":7}}");

  /** What a client declares that can be asked. */
  Json ASKABLE = Json.of("{\"elicitation\":{}}");

  /** Returns the result of a request, and answers whatever is asked on the way. */
  Json result(String method, Json params)
      throws IOException, InterruptedException, RefusedException, WrongAnswerException;

  /** Makes a request and does not send it. */
  HttpRequest request(Json id, String method, Json params);

  /** Returns an id that was not used yet. */
  Json nextId();

  /** Takes a request back whose answer may be under way. */
  void cancel(Json id) throws IOException, InterruptedException;
}
