package io.onemcp.testkit;

import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A client inside one session of the stateful era. Safe for use by many threads. */
public final class StatefulClient implements AutoCloseable {
  private final ScriptedClient client;
  private final String sessionId;
  private final Revision revision;
  private final Json initializeResult;
  private final AtomicLong lastId = new AtomicLong();

  private StatefulClient(
      ScriptedClient client, String sessionId, Revision revision, Json initializeResult) {
    this.client = client;
    this.sessionId = sessionId;
    this.revision = revision;
    this.initializeResult = initializeResult;
  }

  static StatefulClient open(ScriptedClient client, Revision asked, Json capabilities)
      throws InterruptedException {
    Json params =
        new JsonWriter()
            .put("protocolVersion", asked.wire())
            .put("capabilities", capabilities)
            .put("clientInfo", clientInfo())
            .json();
    Message request = Message.Request.of(new RequestId.Num(0), Methods.INITIALIZE, params);
    ClientAnswer answer = client.post(request.whole().toString());
    Json result = answer.result();
    Revision agreed = Revision.of(String.valueOf(result.text("protocolVersion"))).orElseThrow();
    StatefulClient session =
        new StatefulClient(client, answer.header("Mcp-Session-Id"), agreed, result);
    session.notify(Methods.INITIALIZED, "{}");
    return session;
  }

  /** Returns the id that the server gave the session; empty where it gave none. */
  public String sessionId() {
    return sessionId;
  }

  /** Returns the revision that the server chose. */
  public Revision revision() {
    return revision;
  }

  /** Returns what the server answered to initialize. */
  public Json initializeResult() {
    return initializeResult;
  }

  /** Sends a request with the next integer id. */
  public ClientAnswer call(String method, String paramsJson, String... headers)
      throws InterruptedException {
    return call(new RequestId.Num(lastId.incrementAndGet()), method, paramsJson, headers);
  }

  /** Sends a request with an id of the test's choice. */
  public ClientAnswer call(RequestId id, String method, String paramsJson, String... headers)
      throws InterruptedException {
    return post(Message.Request.of(id, method, Json.of(paramsJson)).whole().toString(), headers);
  }

  /** Calls a tool and returns its result. */
  public Json callTool(String name, String argumentsJson) throws InterruptedException {
    return call(Methods.TOOLS_CALL, StatelessClient.toolParams(name, argumentsJson)).result();
  }

  /** Sends a notification. */
  public ClientAnswer notify(String method, String paramsJson) throws InterruptedException {
    return post(Message.Notification.of(method, Json.of(paramsJson)).whole().toString());
  }

  /** Answers a request of the server. */
  public ClientAnswer answer(Json requestOfServer, String resultJson) throws InterruptedException {
    Json id = requestOfServer.at("id");
    return post("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + resultJson + "}");
  }

  /** Posts any text within the session. */
  public ClientAnswer post(String json, String... headers) throws InterruptedException {
    return client.post(json, sessionHeaders(headers));
  }

  /** Opens the stream of messages that belong to no request. */
  public EventStream listen(String... headers) throws InterruptedException {
    return get(headers).events();
  }

  /** Asks for a stream by GET, whatever the answer is. */
  public ClientAnswer get(String... headers) throws InterruptedException {
    return client.send("GET", "", withAccept(sessionHeaders(headers)));
  }

  /** Ends the session by DELETE. */
  public ClientAnswer delete() throws InterruptedException {
    return client.send("DELETE", "", sessionHeaders());
  }

  /** Ends the session, if the server still knows it. */
  @Override
  public void close() {
    try {
      delete().close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  static Json clientInfo() {
    return new JsonWriter().put("name", "scripted client").put("version", "1").json();
  }

  private String[] sessionHeaders(String... more) {
    List<String> all = new ArrayList<>();
    if (!sessionId.isEmpty()) {
      all.addAll(List.of("Mcp-Session-Id", sessionId));
    }
    if (revision.atLeast(Revision.V2025_06_18)) {
      all.addAll(List.of("MCP-Protocol-Version", revision.wire()));
    }
    all.addAll(Arrays.asList(more));
    return all.toArray(String[]::new);
  }

  private static String[] withAccept(String[] headers) {
    List<String> all = new ArrayList<>(List.of("Accept", "text/event-stream"));
    all.addAll(Arrays.asList(headers));
    return all.toArray(String[]::new);
  }
}
