package io.onemcp.benchmarks.soak;

import io.onemcp.core.protocol.Decoded;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.MessageCodec;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.RpcError;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * An MCP server of one era. Everything that it answers begins with its name, so that an answer of
 * another server, or to another request, is seen to be wrong.
 */
final class SoakServer {
  /** What the one question of {@code ask} is called in the stateless era. */
  static final String QUESTION = "q";

  private static final String ELICIT = "elicitation/create";
  private static final int STEPS = 3;
  private static final Json FORM =
      Json.of(
          "{\"mode\":\"form\",\"message\":\"How many?\",\"requestedSchema\":{\"type\":\"object\","
              + "\"properties\":{\"n\":{\"type\":\"integer\"}}}}");
  private static final Json CAPABILITIES =
      Json.of(
          "{\"tools\":{\"listChanged\":true},\"prompts\":{},\"resources\":{\"subscribe\":false}}");

  private final MessageCodec codec = new MessageCodec(100);
  private final AtomicLong lastQuestion = new AtomicLong();
  private final Map<String, Handler> handlers = new HashMap<>();
  private final Map<RequestId, Asked> asked = new ConcurrentHashMap<>();
  private final Map<RequestId, Voice> listeners = new ConcurrentHashMap<>();
  private final String name;
  private final Era era;

  /** Where a server speaks: a pipe, or the answer to a request. */
  @FunctionalInterface
  interface Voice {
    void say(Message message);
  }

  /** A question that waits for its answer. */
  private record Asked(Message.Request call, Voice voice) {}

  /** What is done on a request. */
  @FunctionalInterface
  private interface Handler {
    void handle(Message.Request request, Voice voice);
  }

  SoakServer(String name, Era era) {
    this.name = name;
    this.era = era;
    handlers.put(Methods.INITIALIZE, this::opened);
    handlers.put(Methods.DISCOVER, this::discovered);
    handlers.put(Methods.PING, (request, voice) -> result(request, voice, new JsonWriter()));
    handlers.put(Methods.TOOLS_CALL, this::call);
    handlers.put(Methods.RESOURCES_READ, this::read);
    handlers.put(Methods.PROMPTS_GET, this::prompt);
    handlers.put(Methods.LISTEN, this::listen);
    handlers.put(Methods.TOOLS_LIST, listing("tools", SoakOffer.tools()));
    handlers.put(Methods.PROMPTS_LIST, listing("prompts", SoakOffer.prompts()));
    handlers.put(Methods.RESOURCES_LIST, listing("resources", SoakOffer.resources(name)));
    handlers.put(
        Methods.RESOURCE_TEMPLATES_LIST, listing("resourceTemplates", JsonWriter.array(List.of())));
  }

  private Handler listing(String member, Json entries) {
    return (request, voice) -> list(request, voice, member, entries);
  }

  Message decode(byte[] text) {
    if (codec.decode(text) instanceof Decoded.Single(Message message)) {
      return message;
    }
    throw new IllegalArgumentException("no message of " + text.length + " bytes");
  }

  /** Takes a message; whatever there is to say to it is said by the voice, now or later. */
  void hear(Message message, Voice voice) {
    switch (message) {
      case Message.Request request -> hear(request, voice);
      case Message.Response response -> answered(response);
      case Message.Notification note -> {
        Json cancelled = note.params().at("requestId");
        if (note.method().equals(Methods.CANCELLED) && cancelled != null) {
          RequestId.of(cancelled).ifPresent(listeners::remove);
        }
      }
    }
  }

  /** Forgets whoever listened by a request. */
  void gone(RequestId request) {
    listeners.remove(request);
  }

  private void hear(Message.Request request, Voice voice) {
    if (era == Era.STATELESS && request.params().at(MetaKeys.META) == null) {
      refuse(request, voice);
      return;
    }
    handlers.getOrDefault(request.method(), SoakServer::refuse).handle(request, voice);
  }

  private void opened(Message.Request request, Voice voice) {
    if (era == Era.STATELESS) {
      refuse(request, voice);
      return;
    }
    result(
        request,
        voice,
        new JsonWriter()
            .put("protocolVersion", String.valueOf(request.params().text("protocolVersion")))
            .put("capabilities", CAPABILITIES)
            .put("serverInfo", Json.of("{\"name\":\"soak\",\"version\":\"1\"}")));
  }

  private void discovered(Message.Request request, Voice voice) {
    if (era == Era.STATEFUL) {
      refuse(request, voice);
      return;
    }
    list(
        request,
        voice,
        "supportedVersions",
        JsonWriter.strings(List.of(Revision.LATEST_STATELESS.wire())));
  }

  private void list(Message.Request request, Voice voice, String member, Json entries) {
    JsonWriter result = new JsonWriter().put(member, entries);
    if (request.method().equals(Methods.DISCOVER)) {
      result.put("capabilities", CAPABILITIES);
    }
    if (era == Era.STATELESS) {
      result.put("ttlMs", 60_000).put("cacheScope", "public");
    }
    result(request, voice, result);
  }

  private void read(Message.Request request, Voice voice) {
    String uri = String.valueOf(request.params().text("uri"));
    Json content = new JsonWriter().put("uri", uri).put("text", signed(uri)).json();
    JsonWriter result = new JsonWriter().put("contents", JsonWriter.array(List.of(content)));
    if (era == Era.STATELESS) {
      result.put("ttlMs", 0).put("cacheScope", "private");
    }
    result(request, voice, result);
  }

  private void prompt(Message.Request request, Voice voice) {
    String who = String.valueOf(request.params().text("arguments", "who"));
    Json message =
        new JsonWriter().put("role", "user").put("content", SoakOffer.text(signed(who))).json();
    result(request, voice, new JsonWriter().put("messages", JsonWriter.array(List.of(message))));
  }

  private void call(Message.Request request, Voice voice) {
    switch (String.valueOf(request.params().text("name"))) {
      case SoakOffer.SLOW -> Thread.startVirtualThread(() -> slow(request, voice));
      case SoakOffer.STEPS -> {
        progress(request, voice);
        answer(request, voice, "");
      }
      case SoakOffer.NEWS -> {
        announce(voice);
        answer(request, voice, "");
      }
      case SoakOffer.ASK -> ask(request, voice);
      default -> answer(request, voice, "");
    }
  }

  private void slow(Message.Request request, Voice voice) {
    long millis = Long.parseLong(String.valueOf(request.params().at("arguments", "millis")));
    LockSupport.parkNanos(millis * 1_000_000);
    answer(request, voice, "");
  }

  private static void progress(Message.Request request, Voice voice) {
    Json token = request.params().at(MetaKeys.META, MetaKeys.PROGRESS_TOKEN);
    for (int step = 1; token != null && step <= STEPS; step++) {
      JsonWriter params = new JsonWriter().put("progressToken", token).put("progress", step);
      voice.say(Message.Notification.of(Methods.PROGRESS, params.put("total", STEPS).json()));
    }
  }

  private void announce(Voice voice) {
    if (era == Era.STATEFUL) {
      voice.say(Message.Notification.of(Methods.TOOLS_CHANGED, Json.EMPTY_OBJECT));
    } else {
      listeners.forEach((id, listener) ->
          listener.say(Message.Notification.of(Methods.TOOLS_CHANGED, subscription(id).json())));
    }
  }

  private static JsonWriter subscription(RequestId id) {
    Json meta = new JsonWriter().put(MetaKeys.SUBSCRIPTION_ID, id.json()).json();
    return new JsonWriter().put(MetaKeys.META, meta);
  }

  private void listen(Message.Request request, Voice voice) {
    JsonWriter params = subscription(request.id());
    params.putPresent("notifications", request.params().at("notifications"));
    voice.say(Message.Notification.of(Methods.LISTEN_ACKNOWLEDGED, params.json()));
    listeners.put(request.id(), voice);
  }

  private void ask(Message.Request request, Voice voice) {
    if (era == Era.STATEFUL) {
      RequestId id = new RequestId.Num(lastQuestion.incrementAndGet());
      asked.put(id, new Asked(request, voice));
      voice.say(Message.Request.of(id, ELICIT, FORM));
      return;
    }
    Json response = request.params().at("inputResponses", QUESTION);
    if (response != null) {
      answer(request, voice, "|" + response.at("content", "n"));
      return;
    }
    Json question = new JsonWriter().put("method", ELICIT).put("params", FORM).json();
    JsonWriter result =
        new JsonWriter()
            .put("resultType", "input_required")
            .put("inputRequests", new JsonWriter().put(QUESTION, question).json())
            .put("requestState", "once more");
    voice.say(Message.Success.of(request.id(), result.json()));
  }

  private void answered(Message.Response response) {
    RequestId id = response.id();
    Asked question = id == null ? null : asked.remove(id);
    if (question != null) {
      Json number = response.whole().at("result", "content", "n");
      answer(question.call(), question.voice(), "|" + number);
    }
  }

  private void answer(Message.Request request, Voice voice, String more) {
    Json text = request.params().at("arguments", "text");
    String said = signed(text == null ? "" : text.asText()) + more;
    Json content = JsonWriter.array(List.of(SoakOffer.text(said)));
    result(request, voice, new JsonWriter().put("content", content));
  }

  private String signed(@Nullable String text) {
    return name + "|" + text;
  }

  private void result(Message.Request request, Voice voice, JsonWriter result) {
    if (era == Era.STATELESS) {
      result.put("resultType", "complete");
    }
    voice.say(Message.Success.of(request.id(), result.json()));
  }

  private static void refuse(Message.Request request, Voice voice) {
    RpcError error =
        new RpcError(ErrorCodes.METHOD_NOT_FOUND, "unknown method " + request.method());
    voice.say(Message.Failure.of(request.id(), error));
  }
}
