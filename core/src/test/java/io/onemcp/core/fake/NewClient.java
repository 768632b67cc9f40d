package io.onemcp.core.fake;

import io.onemcp.core.access.Caller;
import io.onemcp.core.access.Visitor;
import io.onemcp.core.catalog.View;
import io.onemcp.core.exchange.Answer;
import io.onemcp.core.exchange.Headers;
import io.onemcp.core.exchange.StatelessDoor.Listening;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Message.Failure;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.RpcError;
import io.onemcp.core.protocol.headers.HeaderText;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonPatch;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/** A client of the stateless era; {@code level} is empty for no log messages. */
public record NewClient(
    Gateway gateway,
    Caller caller,
    View view,
    String capabilities,
    String level,
    RecordedOutlet outlet,
    AtomicLong ids) {
  private static final String PREFIX = "io.modelcontextprotocol/";

  public NewClient(Gateway gateway, Caller caller, View view, String capabilities, String level) {
    this(gateway, caller, view, capabilities, level, new RecordedOutlet(), new AtomicLong());
  }

  public NewClient as(Caller other) {
    return new NewClient(gateway, other, view, capabilities, level);
  }

  public NewClient at(View other) {
    return new NewClient(gateway, caller, other, capabilities, level);
  }

  public NewClient declaring(String other) {
    return new NewClient(gateway, caller, view, other, level);
  }

  public NewClient logging(String other) {
    return new NewClient(gateway, caller, view, capabilities, other);
  }

  /** Returns a request with the envelope of this client. */
  public Request request(String method, String params) {
    JsonPatch patch = Json.of(params).patch();
    patch.set(Json.string("2026-07-28"), "_meta", PREFIX + "protocolVersion");
    patch.set(Json.of(capabilities), "_meta", PREFIX + "clientCapabilities");
    patch.set(Json.of("{\"name\":\"new-client\"}"), "_meta", PREFIX + "clientInfo");
    if (!level.isEmpty()) {
      patch.set(Json.string(level), "_meta", PREFIX + "logLevel");
    }
    return Request.of(new RequestId.Num(ids.incrementAndGet()), method, patch.json());
  }

  /** Returns the headers that belong to a request. */
  public static Map<String, String> headers(Request request) {
    Map<String, String> headers = new HashMap<>();
    headers.put("mcp-protocol-version", "2026-07-28");
    headers.put("mcp-method", request.method());
    String name =
        request.method().equals(Methods.RESOURCES_READ)
            ? request.params().text("uri")
            : request.params().text("name");
    if (name != null) {
      headers.put("mcp-name", HeaderText.encode(name));
    }
    return headers;
  }

  public static Headers lookup(Map<String, String> headers) {
    return name -> Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** Sends a request with the headers that belong to it. */
  public Answer answer(Request request) throws InterruptedException {
    return answer(request, headers(request));
  }

  public Answer answer(Request request, Map<String, String> headers) throws InterruptedException {
    return gateway.stateless.answer(
        new Visitor(caller, "here"), view, request, lookup(headers), outlet);
  }

  public Message send(String method, String params) throws InterruptedException {
    return RecordedOutlet.read(answer(request(method, params)).body());
  }

  /** Sends a request that has to succeed. */
  public Json result(String method, String params) throws InterruptedException {
    Message answer = send(method, params);
    if (answer instanceof Success success) {
      return success.result();
    }
    throw new AssertionError("no result: " + answer);
  }

  /** Sends a request that has to fail. */
  public RpcError error(String method, String params) throws InterruptedException {
    Message answer = send(method, params);
    if (answer instanceof Failure failure) {
      return failure.error();
    }
    throw new AssertionError("no error: " + answer);
  }

  /** Sends a request on another thread; what it ends with comes into the queue. */
  public BlockingQueue<Message> sendAside(Request request) {
    BlockingQueue<Message> answers = new LinkedBlockingQueue<>();
    gateway.world.tasks.start(
        "client",
        () -> {
          try {
            answers.add(RecordedOutlet.read(answer(request).body()));
          } catch (InterruptedException e) {
            answers.add(Notification.of("interrupted", Json.EMPTY_OBJECT));
          }
        });
    return answers;
  }

  /** Asks for changes. */
  public Listening listen(Request request, RecordedOutlet stream) throws InterruptedException {
    return gateway.stateless.listen(caller, view, request, lookup(headers(request)), stream);
  }
}
