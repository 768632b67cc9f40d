package io.onemcp.adapters.http.inbound;

import io.onemcp.adapters.http.replay.EventPlace;
import io.onemcp.core.exchange.Eras;
import io.onemcp.core.exchange.Outlet;
import io.onemcp.core.exchange.StatefulDoor;
import io.onemcp.core.exchange.StatefulDoor.Opening;
import io.onemcp.core.exchange.StatefulDoor.Session;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.GatewayError;
import io.onemcp.core.protocol.GatewayError.MalformedRequest;
import io.onemcp.core.protocol.GatewayError.NotHere;
import io.onemcp.core.protocol.GatewayError.Overloaded;
import io.onemcp.core.protocol.GatewayError.SessionRequired;
import io.onemcp.core.protocol.GatewayError.UnknownSession;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.undertow.util.HttpString;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * POST, GET and DELETE of the stateful era (MCP 2025-11-25, basic/transports, Streamable HTTP). A
 * client that disconnects cancels nothing.
 */
final class StatefulEndpoint {
  private static final HttpString SESSION = new HttpString(Eras.SESSION_HEADER);
  private static final int ACCEPTED = 202;
  private static final int NO_CONTENT = 204;
  private static final int NOT_ACCEPTABLE = 406;

  /** Not 404: the session lives on. */
  private static final GatewayError NOT_KEPT =
      new MalformedRequest(
          "Last-Event-ID: unknown, or no longer kept (expected: a request whose answer is missing"
              + " is sent again, if it may be carried out twice)");

  private final StatefulDoor door;
  private final Batches batches;
  private final Traffic traffic;
  private final ResumableSessions resumable;

  StatefulEndpoint(
      StatefulDoor door, Batches batches, Traffic traffic, ResumableSessions resumable) {
    this.door = door;
    this.batches = batches;
    this.traffic = traffic;
    this.resumable = resumable;
  }

  void post(Arrival arrival, Message message) throws InterruptedException {
    if (message instanceof Message.Request request && request.method().equals(Methods.INITIALIZE)) {
      open(arrival, request);
      return;
    }
    Session session = session(arrival);
    if (session == null) {
      return;
    }
    Reply reply = arrival.reply();
    if (message instanceof Message.Request request) {
      resumable.answer(session, Optional.of(request.id()), reply);
      session
          .answer(request, reply.mayStream())
          .ifPresentOrElse(reply::answer, reply::endUnanswered);
    } else {
      session.take(message);
      reply.status(ACCEPTED);
    }
  }

  void postBatch(Arrival arrival, List<Json> entries) throws InterruptedException {
    Session session = session(arrival);
    if (session == null) {
      return;
    }
    if (session.revision() == Revision.V2025_03_26) {
      resumable.answer(session, Optional.empty(), arrival.reply());
      batches.carryOut(session, entries, arrival.reply());
    } else {
      refuse(arrival, new MalformedRequest("a batch (expected: a single message)"));
    }
  }

  /** Attaches the stream for what belongs to no request, or goes on with one that broke. */
  void get(Arrival arrival) {
    Session session = session(arrival);
    if (session == null) {
      return;
    }
    Optional<String> seen = arrival.headers().first("Last-Event-ID");
    if (!arrival.reply().accepts().stream()) {
      refuse(
          arrival,
          new NotHere(NOT_ACCEPTABLE, "Accept: no text/event-stream (expected: for a stream)"));
    } else if (!ResumableSessions.knows(session.revision())) {
      listen(session, arrival, connection -> connection);
    } else if (seen.isEmpty()) {
      listen(session, arrival, connection -> resumable.of(session).standing(connection));
    } else {
      resume(session, arrival, seen.get());
    }
  }

  private void resume(Session session, Arrival arrival, String seen) {
    Resumption resumption =
        EventPlace.of(seen)
            .map(place -> resumable.of(session).after(place))
            .orElseGet(Resumption.Unknown::new);
    switch (resumption) {
      case Resumption.OfStanding(var carry) -> listen(session, arrival, carry);
      case Resumption.OfAnswer(var carry) -> {
        if (admitted(arrival)) {
          carry.accept(arrival.reply().stream());
        }
      }
      // Says to every client that implements server-sent events that it need not come back.
      case Resumption.Complete() -> arrival.reply().status(NO_CONTENT);
      case Resumption.Unknown() -> refuse(arrival, NOT_KEPT);
    }
  }

  private void listen(Session session, Arrival arrival, Function<EventStream, Outlet> carriedBy) {
    if (admitted(arrival)) {
      Reply reply = arrival.reply();
      Outlet outlet = carriedBy.apply(reply.stream());
      session.attach(outlet);
      reply.onClose(() -> session.detach(outlet));
    }
  }

  private boolean admitted(Arrival arrival) {
    boolean admitted = traffic.admitStream(arrival.reply());
    if (!admitted) {
      refuse(arrival, Overloaded.by("maxStreams"));
    }
    return admitted;
  }

  void delete(Arrival arrival) {
    Session session = session(arrival);
    if (session != null) {
      session.close();
      arrival.reply().status(NO_CONTENT);
    }
  }

  private void open(Arrival arrival, Message.Request initialize) {
    Optional<GatewayError> objection = versionObjection(arrival);
    if (objection.isPresent()) {
      refuse(arrival, objection.get());
      return;
    }
    Reply reply = arrival.reply();
    switch (door.open(arrival.caller(), arrival.view(), initialize)) {
      case Opening.Opened(var session, var answer) -> {
        reply.header(SESSION, session.id());
        reply.answer(answer);
      }
      case Opening.Refused(var answer) -> reply.answer(answer);
    }
  }

  /** Finds the session that the headers name; where there is none, says so and returns null. */
  private @Nullable Session session(Arrival arrival) {
    Optional<GatewayError> objection = versionObjection(arrival);
    if (objection.isPresent()) {
      refuse(arrival, objection.get());
      return null;
    }
    Optional<String> name = arrival.headers().first(Eras.SESSION_HEADER);
    if (name.isEmpty()) {
      refuse(arrival, new SessionRequired());
      return null;
    }
    Optional<Session> found = door.find(name.get(), arrival.caller(), arrival.view());
    if (found.isEmpty()) {
      refuse(arrival, new UnknownSession());
      return null;
    }
    Optional<String> version = version(arrival);
    String agreed = found.get().revision().wire();
    if (version.isPresent() && !version.get().equals(agreed)) {
      refuse(arrival, new MalformedRequest(problem(version.get(), agreed)));
      return null;
    }
    return found.get();
  }

  /** A missing header is fine: the session knows its revision. */
  private static Optional<GatewayError> versionObjection(Arrival arrival) {
    return version(arrival)
        .filter(version -> Revision.of(version).map(Revision::era).orElse(null) != Era.STATEFUL)
        .map(version -> new MalformedRequest(problem(version, "a published revision")));
  }

  private static Optional<String> version(Arrival arrival) {
    return arrival.headers().first(Eras.VERSION_HEADER);
  }

  private static String problem(String version, String expected) {
    return Eras.VERSION_HEADER + ": " + version + " (expected: " + expected + ")";
  }

  private static void refuse(Arrival arrival, GatewayError error) {
    arrival.reply().refuse(error, Era.STATEFUL);
  }
}
