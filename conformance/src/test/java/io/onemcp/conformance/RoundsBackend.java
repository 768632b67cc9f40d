package io.onemcp.conformance;

import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RpcError;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.testkit.Received;
import io.onemcp.testkit.Reply;
import io.onemcp.testkit.ScriptedServer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A backend of the stateless era that needs input in rounds, and tells what changed. */
final class RoundsBackend {
  /** Wants the input of every one of {@code rounds}, and returns the last {@code answers}. */
  static final String ROUNDS = "rounds";

  /** Never has enough. */
  static final String ENDLESS = "endless";

  /** Has schema and content that strict clients of the old era refuse. */
  static final String MODERN = "modern";

  /** Never answers. */
  static final String HANG = "hang";

  private final ScriptedServer server;
  private final String uri;
  private final Received<Stream> streams = new Received<>();
  private final CountDownLatch released = new CountDownLatch(1);

  RoundsBackend(BackendLine line) {
    this.server = line.server();
    this.uri = line.label() + "://thing";
    server.tool(ROUNDS, this::rounds);
    server.tool(
        HANG,
        (_, reply) -> {
          reply.hang();
          released.countDown();
        });
    server.tool(ENDLESS, (call, reply) -> ask(call, reply, "{}", round(call)));
    server.tool(
        MODERN,
        "{\"name\":\"modern\",\"inputSchema\":{},\"outputSchema\":{\"type\":\"array\"}}",
        (_, reply) ->
            reply.result(
                "{\"content\":[],\"structuredContent\":[1],\"ttlMs\":5,\"cacheScope\":\"public\"}"));
    server.list(Methods.PROMPTS_LIST, "prompts", "[{\"name\":\"rounds\"}]");
    server.on(Methods.PROMPTS_GET, this::rounds);
    server.list(
        Methods.RESOURCES_LIST, "resources", "[{\"uri\":\"" + uri + "\",\"name\":\"thing\"}]");
    server.on(Methods.RESOURCES_READ, RoundsBackend::missing);
    server.on(Methods.LISTEN, this::listen);
  }

  ScriptedServer server() {
    return server;
  }

  /** The one resource that it has. */
  String uri() {
    return uri;
  }

  /** Arguments of {@link #ROUNDS}: in each round an object of questions. */
  static String rounds(String... rounds) {
    return "{\"rounds\":[" + String.join(",", rounds) + "]}";
  }

  /** What it wants to be sent back, byte for byte, with the answers of a round. */
  static String state(int round) {
    return "\"st\\u0061te \\/ 2.50 " + round + "\"";
  }

  /** Waits until the stream of {@link #HANG} was closed, on lines where it has one. */
  boolean awaitClosedStream() throws InterruptedException {
    return released.await(10, TimeUnit.SECONDS);
  }

  /** Waits for a subscription whose filter fits. */
  Stream awaitStream(String filter) throws InterruptedException {
    return streams.await("stream of " + filter, stream -> stream.filter().contains(filter));
  }

  /** Waits for the next subscription after so many. */
  Stream awaitStream(int number) throws InterruptedException {
    return streams.await("stream " + number, number, _ -> true).get(number - 1);
  }

  /** All subscriptions so far, open or not. */
  List<Stream> streams() {
    return streams.all();
  }

  private void rounds(Message.Request call, Reply reply) {
    Json rounds = call.params().at("arguments", "rounds");
    int round = round(call);
    if (rounds != null && round < rounds.elements().size()) {
      ask(call, reply, rounds.elements().get(round).toString(), round);
    } else {
      JsonWriter result = new JsonWriter().put("content", JsonWriter.array(List.of()));
      result.putPresent("answers", call.params().at("inputResponses"));
      reply.result(result.json().toString());
    }
  }

  private static int round(Message.Request call) {
    Json state = call.params().at("requestState");
    return state == null ? 0 : Integer.parseInt(state.toString().replaceAll(".* ([0-9]+)\"", "$1"));
  }

  private static void ask(Message.Request call, Reply reply, String questions, int round) {
    reply.raw(
        "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"resultType\":\"input_required\",\"inputRequests\":%s,\"requestState\":%s}}"
            .formatted(call.id().json(), questions, state(round + 1)));
  }

  private static void missing(Message.Request call, Reply reply) {
    String uri = String.valueOf(call.params().text("uri"));
    Json data = new JsonWriter().put("uri", uri).json();
    reply.error(new RpcError(ErrorCodes.INVALID_PARAMS, "no such thing", data));
  }

  private void listen(Message.Request call, Reply reply) throws InterruptedException {
    Json filter = call.params().at("notifications");
    Stream stream = new Stream(call.id().json(), String.valueOf(filter), reply);
    stream.tell(
        Methods.LISTEN_ACKNOWLEDGED, new JsonWriter().putPresent("notifications", filter).json());
    streams.add(stream);
    reply.hang();
  }

  /** One subscription. */
  record Stream(Json id, String filter, Reply reply) {
    /** Sends a notification that names this stream as its own. */
    void tell(String method, Json params) {
      Json named = params.patch().set(id, MetaKeys.META, MetaKeys.SUBSCRIPTION_ID).json();
      reply.notification(method, named.toString());
    }
  }
}
