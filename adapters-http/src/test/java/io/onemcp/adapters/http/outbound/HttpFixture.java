package io.onemcp.adapters.http.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.backend.BackendConnection;
import io.onemcp.core.backend.OutboundMessage;
import io.onemcp.core.backend.OutboundRequest;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.json.WireText;
import io.onemcp.testkit.BackendConnectorContract;
import io.onemcp.testkit.Received;
import io.onemcp.testkit.RecordingInlet;
import io.onemcp.testkit.Running;
import io.onemcp.testkit.ScriptedHttp;
import io.onemcp.testkit.ScriptedHttp.Option;
import io.onemcp.testkit.ScriptedServer;
import io.onemcp.testkit.TestTasks;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The HTTP connector with everything around it, and the one call that tests make. */
final class HttpFixture implements AutoCloseable {
  private static final OutboundHttp.Settings SETTINGS =
      new OutboundHttp.Settings(
          512,
          Duration.ofSeconds(5),
          Duration.ofMillis(10),
          Duration.ofMillis(100),
          Duration.ofMillis(300));

  private static final String TOOL_CALL =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"t\",\"_meta\":{"
          + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
          + "\"io.modelcontextprotocol/clientCapabilities\":{}}}}";
  private static final Map<String, String> STATELESS_HEADERS =
      Map.of("MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "tools/call", "Mcp-Name", "t");

  private final TestTasks tasks = new TestTasks();
  private final LoopTasks looped;
  private final OutboundHttp http;
  private final HttpConnector connector;
  private final List<ScriptedHttp> servers = new ArrayList<>();
  private final RecordingInlet inlet = new RecordingInlet();

  HttpFixture(Waits waits) {
    looped = new LoopTasks(tasks, waits == Waits.IN_A_LOOP);
    http = new OutboundHttp(SETTINGS, looped);
    connector = new HttpConnector(http, looped, BackendConnectorContract.LIMITS);
  }

  /** What the connections to backends wait in. */
  enum Waits {
    IN_THE_JDK,
    IN_A_LOOP
  }

  HttpConnector connector() {
    return connector;
  }

  /** Returns how often a thread was said to be kept for long. */
  int longWork() {
    return looped.longWork();
  }

  /** Waits until the loop that carries everybody has looked at its connections. */
  void letTheLoopTurn() throws InterruptedException {
    looped.letTheLoopTurn();
  }

  /** Ends the loop that carries everybody. */
  void endLoop() {
    looped.endLoop();
  }

  RecordingInlet inlet() {
    return inlet;
  }

  ScriptedHttp serve(ScriptedServer script, Option... options) {
    ScriptedHttp server = ScriptedHttp.serve(script, options);
    servers.add(server);
    return server;
  }

  BackendConnection open(BackendDefinition definition) {
    return connector.open(definition, inlet);
  }

  /** Calls the tool {@code t} in the stateless era, with id 1. */
  static Running<Message.Response> call(BackendConnection connection) {
    return call(connection, new Received<>());
  }

  static Running<Message.Response> call(BackendConnection connection, Received<Message> interim) {
    OutboundMessage message = new OutboundMessage(WireText.of(TOOL_CALL), STATELESS_HEADERS);
    OutboundRequest request = new OutboundRequest(new RequestId.Num(1), message);
    return Running.start(() -> connection.exchange(request, interim::add));
  }

  static BackendDefinition definition(URI url) {
    return BackendDefinition.of("http", new BackendTransport.Http(url, Map.of()));
  }

  static URI nobody() {
    return URI.create("http://127.0.0.1:1/mcp");
  }

  @Override
  public void close() throws IOException {
    servers.forEach(ScriptedHttp::close);
    http.close();
    looped.close();
    assertThat(tasks.failures()).isEmpty();
  }
}
