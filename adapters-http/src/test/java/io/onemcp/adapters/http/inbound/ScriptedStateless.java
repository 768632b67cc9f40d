package io.onemcp.adapters.http.inbound;

import io.onemcp.core.access.Caller;
import io.onemcp.core.access.Visitor;
import io.onemcp.core.catalog.View;
import io.onemcp.core.exchange.Answer;
import io.onemcp.core.exchange.Headers;
import io.onemcp.core.exchange.Outlet;
import io.onemcp.core.exchange.StatelessDoor;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.core.protocol.json.WireText;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** Does what a test says; without a script it tells what it was asked. */
final class ScriptedStateless implements StatelessDoor {
  /** What a test wants to happen in {@link #answer}. */
  interface Script {
    Answer answer(Request request, Outlet outlet) throws InterruptedException;
  }

  final BlockingQueue<Outlet> listeners = new LinkedBlockingQueue<>();
  final CountDownLatch listenerClosed = new CountDownLatch(1);
  volatile Script script = (request, _) -> success(request, new JsonWriter().json());

  static Answer success(Request request, Json result) {
    return new Answer(Success.of(request.id(), result).whole().wire(), 200);
  }

  @Override
  public Answer answer(Visitor visitor, View view, Request request, Headers headers, Outlet outlet)
      throws InterruptedException {
    if (request.method().equals("who")) {
      return success(
          request,
          new JsonWriter()
              .put("era", "stateless")
              .put("caller", visitor.caller().principal())
              .put("view", view.toString())
              .put("name", headers.first("mcp-name").orElse("none"))
              .put("thread", Thread.currentThread().isVirtual())
              .put("params", request.params())
              .json());
    }
    return script.answer(request, outlet);
  }

  @Override
  public Listening listen(
      Caller caller, View view, Request request, Headers headers, Outlet outlet) {
    outlet.offer(WireText.of("{\"method\":\"acknowledged\"}"));
    listeners.add(outlet);
    return new Listening.Open(listenerClosed::countDown);
  }
}
