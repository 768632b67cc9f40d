package io.onemcp.adapters.http.inbound;

import io.onemcp.core.exchange.Answer;
import io.onemcp.core.exchange.StatefulDoor;
import io.onemcp.core.exchange.StatefulDoor.Opening;
import io.onemcp.core.exchange.StatefulDoor.Session;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.GatewayError.MalformedRequest;
import io.onemcp.core.protocol.GatewayError.Overloaded;
import io.onemcp.core.protocol.GatewayError.UnreadableText;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.json.MalformedJsonException;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Carries out what clients of HTTP+SSE post: a message is accepted at once, and a request answered
 * on the stream, by the same virtual thread. How many run at a time is bounded; one more is
 * refused.
 */
final class SseExchanges {
  private static final int ACCEPTED = 202;

  private final StatefulDoor door;
  private final Semaphore free;

  SseExchanges(StatefulDoor door, int most) {
    this.door = door;
    this.free = new Semaphore(most);
  }

  void take(Arrival arrival, SseLine line, Message message) {
    Optional<Session> session = line.session();
    if (message instanceof Request request) {
      arrival.reply().concerns(request.id());
      if (request.method().equals(Methods.INITIALIZE)) {
        carryOut(arrival, line, request, () -> initialize(arrival, line, request));
      } else if (session.isPresent()) {
        EventStream stream = line.stream();
        carryOut(
            arrival,
            line,
            request,
            () -> session.get().answer(request, stream).ifPresent(answer -> offer(line, answer)));
      } else {
        refuse(arrival, request.method() + " (expected: initialize first)");
      }
    } else if (session.isPresent()) {
      session.get().take(message);
      arrival.reply().status(ACCEPTED);
    } else {
      refuse(arrival, "a message before the handshake (expected: initialize first)");
    }
  }

  private void initialize(Arrival arrival, SseLine line, Request request) {
    if (line.session().isPresent()) {
      offer(line, secondHandshake(request));
      return;
    }
    switch (door.openForConnection(arrival.caller(), arrival.view(), request)) {
      case Opening.Opened(var session, _) when !line.opened(session) -> {
        session.close();
        offer(line, secondHandshake(request));
      }
      case Opening.Opened(var session, var answer) -> {
        offer(line, answer);
        session.attach(line.stream());
      }
      case Opening.Refused(var answer) -> offer(line, answer);
    }
  }

  private static Answer secondHandshake(Request request) {
    return Answer.refusal(
        request.id(), new MalformedRequest("initialize (expected: once)"), Era.STATEFUL);
  }

  private static void refuse(Arrival arrival, String problem) {
    arrival.reply().refuse(new MalformedRequest(problem), Era.STATEFUL);
  }

  private void carryOut(Arrival arrival, SseLine line, Request request, Work work) {
    if (!free.tryAcquire()) {
      arrival.reply().refuse(Overloaded.by("maxStreams"), Era.STATEFUL);
      return;
    }
    try {
      arrival.reply().status(ACCEPTED);
      work.carryOut();
    } catch (InterruptedException _) {
      // The door closes: nobody waits for an answer.
      Thread.currentThread().interrupt();
    } catch (MalformedJsonException e) {
      offer(line, Answer.refusal(request.id(), new UnreadableText(e.getMessage()), Era.STATEFUL));
    } catch (RuntimeException | Error e) {
      offer(line, Answer.refusal(request.id(), Incidents.report(e), Era.STATEFUL));
    } finally {
      free.release();
    }
  }

  private static void offer(SseLine line, Answer answer) {
    line.stream().offer(answer.body());
  }

  /** What offers the answer of a request. */
  @FunctionalInterface
  private interface Work {
    void carryOut() throws InterruptedException;
  }
}
