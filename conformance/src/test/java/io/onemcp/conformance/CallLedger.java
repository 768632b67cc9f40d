package io.onemcp.conformance;

import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.ScriptedHttp;
import io.onemcp.testkit.ScriptedServer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * A backend over HTTP that outlives its gateway and counts how often each call was carried out: the
 * tool {@code count} answers at once, {@code hold} when the ledger is closed.
 */
final class CallLedger implements AutoCloseable {
  private static final Json NO_SUCH = Json.NULL;

  private final Map<String, Integer> carriedOut = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ScriptedHttp http;

  CallLedger() {
    ScriptedServer server =
        ScriptedServer.stateful()
            .tool(
                "count",
                (request, reply) -> {
                  carryOut(request.params());
                  reply.text("counted");
                })
            .tool(
                "hold",
                (request, reply) -> {
                  carryOut(request.params());
                  closed.await();
                  reply.text("too late");
                });
    http = ScriptedHttp.serve(server);
  }

  private void carryOut(Json params) {
    Json key = params.at("arguments", "key");
    carriedOut.merge(key == null ? NO_SUCH.toString() : key.asText(), 1, Integer::sum);
  }

  /** Where the backend is reached. */
  java.net.URI url() {
    return http.url();
  }

  /** How often the call of this key was carried out. */
  int times(String key) {
    return carriedOut.getOrDefault(key, 0);
  }

  /** How often each call was carried out that was at all. */
  Map<String, Integer> all() {
    return Map.copyOf(carriedOut);
  }

  @Override
  public void close() {
    closed.countDown();
    http.close();
  }
}
