package io.onemcp.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.backend.BackendConnection;
import io.onemcp.core.backend.BackendConnector;
import io.onemcp.core.backend.BackendInlet;
import io.onemcp.core.backend.OutboundMessage;
import io.onemcp.core.backend.OutboundRequest;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.WireText;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A connection under test, past its handshake, and everything that came over it. */
public final class OpenedBackend implements AutoCloseable {
  private static final Map<String, String> HEADERS =
      Map.of("MCP-Protocol-Version", Revision.LATEST_STATEFUL.wire());

  private final BackendConnection connection;
  private final RecordingInlet inlet = new RecordingInlet();
  private final Received<Message> interim = new Received<>();
  private final Received<Message> everything = new Received<>();
  private final AtomicLong lastId = new AtomicLong();

  private OpenedBackend(BackendConnector connector, BackendDefinition definition)
      throws InterruptedException {
    this.connection = connector.open(definition, new Both());
  }

  /** Opens a connection and does the handshake of the stateful era. */
  public static OpenedBackend open(BackendConnector connector, BackendDefinition definition)
      throws InterruptedException {
    OpenedBackend opened = new OpenedBackend(connector, definition);
    opened.call(
        Methods.INITIALIZE,
        "{\"protocolVersion\":\"%s\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}"
            .formatted(Revision.LATEST_STATEFUL.wire()));
    opened.sendRaw("{\"jsonrpc\":\"2.0\",\"method\":\"" + Methods.INITIALIZED + "\"}");
    return opened;
  }

  /** Returns the connection itself. */
  public BackendConnection connection() {
    return connection;
  }

  /** Returns what belonged to no request. */
  public RecordingInlet inlet() {
    return inlet;
  }

  /** Calls on a virtual thread and waits for the answer; throws what the connection threw. */
  public Message.Response call(String method, String paramsText) throws InterruptedException {
    Running<Message.Response> call = start(method, paramsText);
    if (call.failure().orElse(null) instanceof RuntimeException thrown) {
      throw thrown;
    }
    return call.result();
  }

  /** Starts a call on a virtual thread; the parameters' text is sent as it is. */
  public Running<Message.Response> start(String method, String paramsText) {
    RequestId id = new RequestId.Num(lastId.incrementAndGet());
    String text =
        "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"%s\",\"params\":%s}"
            .formatted(id.json(), method, paramsText);
    OutboundMessage message = new OutboundMessage(WireText.of(text), HEADERS);
    return Running.start(
        () -> connection.exchange(new OutboundRequest(id, message), this::takeInterim));
  }

  /** Sends a text that wants no answer. */
  public void sendRaw(String text) throws InterruptedException {
    Running<Boolean> sending =
        Running.start(() -> {
          connection.send(new OutboundMessage(WireText.of(text), HEADERS));
          return true;
        });
    assertThat(sending.result()).isTrue();
  }

  /** Lets the connection receive what the backend sends of its own accord. */
  public void listen() throws InterruptedException {
    connection.listen(HEADERS);
  }

  /** Returns the data of all log messages so far, in order, wherever they came in. */
  public List<String> logged() {
    return everything.all().stream().map(OpenedBackend::data).toList();
  }

  /** Returns what came on the streams of requests. */
  public Received<Message> interim() {
    return interim;
  }

  /** Waits until such data was logged. */
  public void awaitLogged(String data) throws InterruptedException {
    everything.await("log message " + data, message -> data(message).equals(data));
  }

  /** Makes sure that a call is answered and that no loss was told. */
  public void assertAlive() throws InterruptedException {
    Message.Response answer = call(ObedientServer.ECHO, "{\"payload\":{\"alive\":true}}");
    assertThat(answer.whole().at("result")).hasToString("{\"alive\":true}");
    assertThat(inlet.losses().all()).isEmpty();
  }

  @Override
  public void close() {
    connection.close();
  }

  private void takeInterim(Message message) {
    interim.add(message);
    everything.add(message);
  }

  private static String data(Message message) {
    return String.valueOf(message.whole().at("params", "data"));
  }

  private final class Both implements BackendInlet {
    @Override
    public void received(Message message) {
      inlet.received(message);
      everything.add(message);
    }

    @Override
    public void garbage(String sample) {
      inlet.garbage(sample);
    }

    @Override
    public void lost(String cause) {
      inlet.lost(cause);
    }
  }
}
