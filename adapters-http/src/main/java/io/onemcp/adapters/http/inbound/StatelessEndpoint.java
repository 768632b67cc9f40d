package io.onemcp.adapters.http.inbound;

import io.onemcp.core.exchange.Answer;
import io.onemcp.core.exchange.StatelessDoor;
import io.onemcp.core.exchange.StatelessDoor.Listening;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.GatewayError.MalformedRequest;
import io.onemcp.core.protocol.GatewayError.NotHere;
import io.onemcp.core.protocol.GatewayError.Overloaded;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.runtime.Interruption;

/** POSTs of the stateless era (MCP 2026-07-28, basic/transports, Streamable HTTP). */
final class StatelessEndpoint {
  private static final int ACCEPTED = 202;
  private static final int NOT_ACCEPTABLE = 406;

  private final StatelessDoor door;
  private final Traffic traffic;

  StatelessEndpoint(StatelessDoor door, Traffic traffic) {
    this.door = door;
    this.traffic = traffic;
  }

  void post(Arrival arrival, Message message) throws InterruptedException {
    switch (message) {
      case Message.Request request when request.method().equals(Methods.LISTEN) ->
          listen(arrival, request);
      case Message.Request request -> call(arrival, request);
      case Message.Notification _ -> arrival.reply().status(ACCEPTED);
      case Message.Response _ ->
          arrival
              .reply()
              .refuse(
                  new MalformedRequest("a response (expected: a request or a notification)"),
                  Era.STATELESS);
    }
  }

  /** Closing the response stream is how a client of this era cancels. */
  private void call(Arrival arrival, Message.Request request) throws InterruptedException {
    Reply reply = arrival.reply();
    Answer answer;
    try (Interruption cancellation = new Interruption()) {
      reply.onClose(cancellation::strike);
      answer =
          door.answer(
              arrival.visitor(), arrival.view(), request, arrival.headers(), reply.mayStream());
    }
    reply.answer(answer);
  }

  private void listen(Arrival arrival, Message.Request request) throws InterruptedException {
    Reply reply = arrival.reply();
    if (!reply.accepts().stream()) {
      reply.refuse(
          new NotHere(NOT_ACCEPTABLE, "Accept: no text/event-stream (expected: for a stream)"),
          Era.STATELESS);
      return;
    }
    if (!traffic.admitStream(reply)) {
      reply.refuse(Overloaded.by("maxStreams"), Era.STATELESS);
      return;
    }
    switch (door.listen(
        arrival.caller(), arrival.view(), request, arrival.headers(), reply.mustStream())) {
      case Listening.Open(var stream) -> reply.onClose(stream::close);
      case Listening.Refused(var answer) -> reply.answer(answer);
    }
  }
}
