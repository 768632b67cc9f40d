package io.onemcp.conformance.matrix;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.LogLevel;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.RpcError;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.testkit.Received;
import io.onemcp.testkit.Reply;
import io.onemcp.testkit.ScriptedServer;
import io.onemcp.testkit.ScriptedTasks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A decent server of one revision that has every feature which its revision has. */
final class ServerScript {
  static final String SAMPLE = "sampling/createMessage";
  static final String ELICIT = "elicitation/create";
  static final String ROOTS = "roots/list";

  /** Entries on each page of its list of resources. */
  static final int PAGES = 3;

  /** A method that no revision has. */
  static final String EXTENSION = "org.example/odd";

  static final int LARGE = 512 * 1024;
  static final String STRUCTURED = "{\"n\":2.50,\"odd\":\"\\u0061\"}";
  static final String ERROR_DATA = "{\"why\":[1e400,\"\\u0061\"]}";
  static final int ERROR_CODE = -1234;
  static final String ERROR_MESSAGE = "it failed";

  private final String name;
  private final Revision revision;
  private final ScriptedServer server;
  private final Optional<ScriptedTasks> tasks;
  private final ServerNews news;
  private final Received<String> released = new Received<>();
  private final Map<Object, String> levels = new ConcurrentHashMap<>();

  private final boolean hasStreams;

  /**
   * Makes a server that is not served yet.
   *
   * @param hasStreams whether each of its answers has a stream or a thread of its own to close
   */
  ServerScript(String name, Revision revision, boolean hasStreams) {
    this.name = name;
    this.revision = revision;
    this.hasStreams = hasStreams;
    this.server = ScriptedServer.of(revision).declare("logging", "{}");
    this.tasks =
        revision.atLeast(Revision.V2025_11_25)
            ? Optional.of(ScriptedTasks.on(server, revision.era()))
            : Optional.empty();
    this.news = new ServerNews(server, revision.era());
    if (revision.atLeast(Revision.V2025_03_26)) {
      server.declare("completions", "{}");
    }
    answers();
    interim();
    lists();
    ServerQuestions.addTo(server, revision);
  }

  String name() {
    return name;
  }

  Revision revision() {
    return revision;
  }

  ScriptedServer server() {
    return server;
  }

  /** What it tells without being asked. */
  ServerNews news() {
    return news;
  }

  /** Its tasks, if its revision has such a thing. */
  ScriptedTasks tasks() {
    return tasks.orElseThrow();
  }

  String uri(String path) {
    return name + "://" + path;
  }

  /** The tokens of calls whose streams were closed, or whose threads were interrupted. */
  Received<String> released() {
    return released;
  }

  /** Whether a request is taken back by a message; by closing its stream otherwise. */
  boolean hearsOfCancelsByNotification() {
    return revision.era() == Era.STATEFUL || !hasStreams;
  }

  private void answers() {
    server.echoTool("echo");
    server.tool("fail", (_, reply) -> reply.error(error()));
    server.tool(
        "refuse",
        (_, reply) ->
            reply.result("{\"content\":[{\"type\":\"text\",\"text\":\"no\"}],\"isError\":true}"));
    server.tool("large", ServerScript::large);
    String schema = "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"number\"}}}";
    if (revision.atLeast(Revision.V2025_06_18)) {
      server.tool(
          "structured",
          "{\"name\":\"structured\",\"inputSchema\":{\"type\":\"object\"},\"outputSchema\":"
              + schema
              + "}",
          (_, reply) -> reply.result(structured(",\"structuredContent\":" + STRUCTURED)));
    } else {
      server.tool("structured", (_, reply) -> reply.result(structured("")));
    }
    server.on(EXTENSION, ServerScript::extended);
    server.on(Methods.PROMPTS_GET, ServerScript::prompt);
    server.on(Methods.RESOURCES_READ, this::read);
    server.on(
        Methods.COMPLETE,
        (call, reply) ->
            reply.result(
                "{\"completion\":{\"values\":[%s],\"hasMore\":false}}"
                    .formatted(call.params().at("argument", "value"))));
  }

  private static String structured(String more) {
    return "{\"content\":[{\"type\":\"text\",\"text\":"
        + Json.string(STRUCTURED)
        + "}]"
        + more
        + "}";
  }

  private static void extended(Message.Request call, Reply reply) {
    reply.raw(
        "{\"jsonrpc\":\"2.0\",\"odd\":["
            + " 1e400],\"method\":\"notifications/org.example/odd\",\"params\":{\"a\":"
            + " \"\\u0061\"}}");
    reply.raw(
        "{\"odd\" :-0.0,\"result\":{ \"resultType\":\"odd\",\"seen\":%s},\"id\": %s,\"jsonrpc\":\"2.0\"}"
            .formatted(call.params().at("odd"), call.id().json()));
  }

  private static RpcError error() {
    return new RpcError(ERROR_CODE, ERROR_MESSAGE, Json.of(ERROR_DATA));
  }

  private static void large(Message.Request call, Reply reply) {
    String text = String.valueOf(call.params().text("arguments", "text"));
    reply.text(text.length() + text);
  }

  private static void prompt(Message.Request call, Reply reply) {
    Json arguments = call.params().at("arguments");
    reply.result(
        "{\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":%s}}]}"
            .formatted(Json.string(String.valueOf(arguments))));
  }

  private void read(Message.Request call, Reply reply) {
    String uri = String.valueOf(call.params().text("uri"));
    if (uri.endsWith("missing")) {
      boolean old = revision.era() == Era.STATEFUL;
      int code = old ? ErrorCodes.RESOURCE_NOT_FOUND : ErrorCodes.INVALID_PARAMS;
      reply.error(new RpcError(code, "missing", new JsonWriter().put("uri", uri).json()));
      return;
    }
    String hints = revision.era() == Era.STATELESS ? ",\"ttlMs\":0,\"cacheScope\":\"private\"" : "";
    reply.result(
        "{\"contents\":[{\"uri\":\"%s\",\"text\":\"of %s\"}]%s}".formatted(uri, uri, hints));
  }

  private void interim() {
    server.tool("progress", ServerScript::progress);
    server.tool("hang", this::hang);
    server.tool("log", this::log);
    server.on(
        Methods.SET_LOG_LEVEL,
        (call, reply) -> {
          levels.put(reply.session(), String.valueOf(call.params().text("level")));
          reply.result("{}");
        });
  }

  private static void progress(Message.Request call, Reply reply) {
    reply.progress(1, 2);
    reply.progress(2, 2);
    reply.text("done");
  }

  private void hang(Message.Request call, Reply reply) throws InterruptedException {
    reply.progress(1, 2);
    try {
      reply.hang();
    } finally {
      released.add(String.valueOf(call.params().text("arguments", "key")));
    }
  }

  /** Says two things, each only if its client wants to hear so much. */
  private void log(Message.Request call, Reply reply) {
    String key = String.valueOf(call.params().text("arguments", "key"));
    for (LogLevel level : List.of(LogLevel.DEBUG, LogLevel.WARNING)) {
      if (wanted(call, reply).filter(least -> level.compareTo(least) >= 0).isPresent()) {
        Json params =
            new JsonWriter()
                .put("level", level.wire())
                .put("data", level.wire() + " " + key)
                .json();
        reply.notification(Methods.LOG_MESSAGE, params.toString());
      }
    }
    reply.text("logged");
  }

  private Optional<LogLevel> wanted(Message.Request call, Reply reply) {
    String level =
        revision.era() == Era.STATELESS
            ? call.params().text(MetaKeys.META, MetaKeys.LOG_LEVEL)
            : levels.get(reply.session());
    return level == null ? Optional.empty() : LogLevel.of(level);
  }

  private void lists() {
    server.list(
        Methods.PROMPTS_LIST,
        "prompts",
        "[{\"name\":\"prompt\",\"arguments\":[{\"name\":\"a\",\"required\":true}]}]");
    server.list(Methods.RESOURCES_LIST, "resources", "[]");
    server.on(Methods.RESOURCES_LIST, this::page);
    server.list(
        Methods.RESOURCE_TEMPLATES_LIST,
        "resourceTemplates",
        "[{\"uriTemplate\":\"" + uri("of/{x}") + "\",\"name\":\"of\"}]");
  }

  private void page(Message.Request call, Reply reply) {
    String cursor = call.params().text("cursor");
    int page = cursor == null ? 0 : Integer.parseInt(cursor.replace("page ", ""));
    JsonWriter result = new JsonWriter();
    result.put("resources", news.resources(page, uri("r" + page)));
    if (page + 1 < PAGES) {
      result.put("nextCursor", "page " + (page + 1));
    }
    if (revision.era() == Era.STATELESS) {
      result.put("ttlMs", 0).put("cacheScope", "private");
    }
    reply.result(result.json().toString());
  }
}
