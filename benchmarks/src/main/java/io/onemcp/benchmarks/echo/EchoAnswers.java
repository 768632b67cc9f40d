package io.onemcp.benchmarks.echo;

import io.onemcp.core.protocol.Decoded;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.MessageCodec;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.RpcError;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.core.protocol.json.WireText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An MCP server of both eras that has one kind of tool: it answers with the {@code text} it is
 * given, or, if it is given a {@code size}, with so many characters. Used by one thread.
 */
public final class EchoAnswers {
  /** Name of the first tool; the others are called {@code echo-1}, {@code echo-2} and so on. */
  public static final String TOOL = "echo";

  private static final int MAX_DEPTH = 100;
  private static final String NO_TEXT = "\"text\":\"\"";
  private static final Json SCHEMA =
      Json.of(
          "{\"type\":\"object\",\"properties\":"
              + "{\"text\":{\"type\":\"string\"},\"size\":{\"type\":\"integer\"}}}");
  private static final Json IDENTITY = Json.of("{\"name\":\"echo\",\"version\":\"1\"}");
  private static final Json CAPABILITIES = Json.of("{\"tools\":{}}");

  private final MessageCodec codec = new MessageCodec(MAX_DEPTH);
  private final Json tools;
  private WireText filler = WireText.of("");

  /** Makes a server with so many tools. */
  public EchoAnswers(int tools) {
    List<Json> entries = new ArrayList<>();
    for (int i = 0; i < tools; i++) {
      entries.add(
          new JsonWriter()
              .put("name", i == 0 ? TOOL : TOOL + "-" + i)
              .put("description", "Answers with the text that it is given.")
              .put("inputSchema", SCHEMA)
              .json());
    }
    this.tools = JsonWriter.array(entries);
  }

  /** Returns the answer to a message; empty where none is due. */
  public Optional<WireText> answer(byte[] message) {
    return codec.decode(message) instanceof Decoded.Single(Message.Request request)
        ? Optional.of(text(request))
        : Optional.empty();
  }

  private WireText text(Message.Request request) {
    Json answer = answer(request).whole();
    Json size = request.params().at("arguments", "size");
    return size == null ? answer.wire() : filled(answer, Integer.parseInt(size.toString()));
  }

  /**
   * Fills in a text that is made once for each size: copies of a large one are all new memory, and
   * getting that from the machine can take longer than what is to be measured.
   */
  private WireText filled(Json answer, int size) {
    if (filler.length() != size) {
      filler = WireText.of("x".repeat(size));
    }
    String frame = answer.toString();
    int at = frame.indexOf(NO_TEXT) + NO_TEXT.length() - 1;
    return WireText.concat(
        WireText.of(frame.substring(0, at)), filler, WireText.of(frame.substring(at)));
  }

  private Message answer(Message.Request request) {
    boolean stateless = request.params().at(MetaKeys.META, MetaKeys.PROTOCOL_VERSION) != null;
    JsonWriter result = new JsonWriter();
    if (stateless) {
      result.put("resultType", "complete");
    }
    switch (request.method()) {
      case Methods.TOOLS_CALL -> echo(request, result);
      case Methods.TOOLS_LIST -> {
        result.put("tools", tools);
        cacheable(stateless, result);
      }
      case Methods.INITIALIZE ->
          result
              .put("protocolVersion", request.params().text("protocolVersion") + "")
              .put("capabilities", CAPABILITIES)
              .put("serverInfo", IDENTITY);
      case Methods.DISCOVER -> {
        result
            .put("supportedVersions", JsonWriter.strings(List.of(Revision.LATEST_STATELESS.wire())))
            .put("capabilities", CAPABILITIES);
        cacheable(true, result);
      }
      case Methods.PING -> {}
      default -> {
        return Message.Failure.of(
            request.id(),
            new RpcError(ErrorCodes.METHOD_NOT_FOUND, "unknown method " + request.method(), null));
      }
    }
    return Message.Success.of(request.id(), result.json());
  }

  private static void echo(Message.Request request, JsonWriter result) {
    Json size = request.params().at("arguments", "size");
    Json given = request.params().at("arguments", "text");
    Json text = size != null || given == null ? Json.string("") : given;
    Json content = new JsonWriter().put("type", "text").put("text", text).json();
    result.put("content", JsonWriter.array(List.of(content)));
  }

  private static void cacheable(boolean stateless, JsonWriter result) {
    if (stateless) {
      result.put("ttlMs", 60_000).put("cacheScope", "public");
    }
  }
}
