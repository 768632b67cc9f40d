package io.onemcp.core.stateful;

import io.onemcp.core.GatewayException;
import io.onemcp.core.backend.BackendConnection;
import io.onemcp.core.backend.BackendEar;
import io.onemcp.core.backend.Call;
import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.backend.Hop;
import io.onemcp.core.backend.HopTerms;
import io.onemcp.core.backend.ListChanges;
import io.onemcp.core.backend.OutboundMessage;
import io.onemcp.core.backend.OutboundRequest;
import io.onemcp.core.backend.Respondent;
import io.onemcp.core.backend.ServerDescription;
import io.onemcp.core.backend.Tickets;
import io.onemcp.core.backend.Tickets.Ticket;
import io.onemcp.core.backend.Unambiguous;
import io.onemcp.core.protocol.LogLevel;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.Message.Success;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.core.runtime.Tasks;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session with a backend of the stateful era. Whatever the backend sends is given to the request
 * that it belongs to, or, where it belongs to none that can be told, to the ear and the desk.
 */
final class StatefulHop implements Hop {
  private static final Logger LOG = LoggerFactory.getLogger(StatefulHop.class);

  private final BackendConnection connection;
  private final Revision revision;
  private final ServerDescription server;
  private final BackendEar ear;
  private final Tasks tasks;
  private final Tickets tickets = Tickets.afterProbe();
  private final HopTerms terms;
  private final Questions questions;
  private volatile @Nullable LogLevel logged;

  StatefulHop(
      BackendConnection connection,
      Revision revision,
      ServerDescription server,
      BackendEar ear,
      HopTerms terms,
      Tasks tasks) {
    this.connection = connection;
    this.revision = revision;
    this.server = server;
    this.ear = ear;
    this.terms = terms;
    this.tasks = tasks;
    this.questions = new Questions(tasks, this::send);
  }

  @Override
  public Revision revision() {
    return revision;
  }

  @Override
  public ServerDescription server() {
    return server;
  }

  @Override
  public Response call(Call call) throws InterruptedException {
    Ticket ticket = tickets.open(call);
    OutboundMessage message = new OutboundMessage(call.patch().wire(), headers());
    try {
      Response response =
          connection.exchange(
              new OutboundRequest(ticket.id(), message),
              new Unambiguous(interim -> received(interim, ticket)));
      if (hasBegunTask(response)) {
        tickets.outlive(ticket);
      }
      return response;
    } catch (InterruptedException e) {
      cancel(ticket);
      throw e;
    } finally {
      tickets.close(ticket);
    }
  }

  private boolean hasBegunTask(Response response) {
    return server.declares("tasks")
        && response instanceof Success success
        && success.result().at("task") != null;
  }

  @Override
  public void listen() throws InterruptedException {
    connection.listen(headers());
  }

  @Override
  public String diagnostics() {
    return connection.diagnostics();
  }

  @Override
  public Response ping() throws InterruptedException {
    return call(Call.of(Methods.PING, Json.EMPTY_OBJECT));
  }

  @Override
  public Set<String> watch(Set<String> uris) {
    return Set.of();
  }

  @Override
  public void wantLog(LogLevel level) throws InterruptedException {
    LogLevel before = logged;
    if (server.declares("logging") && (before == null || !level.passes(before))) {
      call(Call.of(Methods.SET_LOG_LEVEL, new JsonWriter().put("level", level.wire()).json()));
      logged = level;
    }
  }

  @Override
  public void tell(Notification notification) {
    send(notification);
  }

  @Override
  public boolean tellsQuestionsApart() {
    return connection.hasStreamsOfRequests();
  }

  @Override
  public void close() {
    questions.close();
    connection.close();
  }

  /** Takes what came outside of any request's own stream. */
  void received(Message message) {
    switch (message) {
      case Notification note when note.method().equals(Methods.PROGRESS) ->
          tickets.ofProgress(note).ifPresent(ticket -> ticket.pass(note));
      case Notification note when Tickets.mayBelongToRequest(note) ->
          tickets.sole().ifPresentOrElse(ticket -> ticket.pass(note), () -> ear.notified(note));
      case Notification note -> notified(note);
      case Request question -> questions.ask(question, respondent());
      case Response _ -> LOG.debug("a late answer was dropped");
    }
  }

  /** Takes what came on the stream of a request. */
  private void received(Message message, Ticket ticket) {
    switch (message) {
      case Notification note when belongsToRequest(note) -> ticket.pass(note);
      case Request question -> questions.ask(question, ticket.respondent());
      default -> received(message);
    }
  }

  private static boolean belongsToRequest(Notification note) {
    return !note.method().equals(Methods.PROGRESS)
        && !note.method().equals(Methods.CANCELLED)
        && !note.method().equals(Methods.RESOURCE_UPDATED)
        && ListChanges.kind(note).isEmpty();
  }

  private void notified(Notification note) {
    Optional<CapabilityKind> changed = ListChanges.kind(note);
    if (changed.isPresent()) {
      ear.listChanged(changed.get());
    } else if (note.method().equals(Methods.CANCELLED)) {
      questions.cancelled(note);
    } else {
      ear.notified(note);
    }
  }

  /**
   * Returns who answers a question of which the transport does not tell the cause. Where all calls
   * of the session belong to one client, any of them leads to the right one.
   */
  private Respondent respondent() {
    Optional<Ticket> cause = terms.exclusive() ? tickets.sole() : tickets.any();
    return cause.map(Ticket::respondent).orElse(terms.desk());
  }

  private void cancel(Ticket ticket) {
    Json params =
        new JsonWriter()
            .put("requestId", ticket.id().json())
            .put("reason", "cancelled by the client")
            .json();
    send(Notification.of(Methods.CANCELLED, params));
  }

  /**
   * Sends on a thread of its own: neither a reader nor an interrupted caller may wait for the
   * backend.
   */
  private void send(Message message) {
    tasks.start(
        "backend-send",
        () -> {
          try {
            connection.send(new OutboundMessage(message.whole().wire(), headers()));
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          } catch (GatewayException e) {
            LOG.debug("a message to a backend was not delivered: {}", e.getMessage());
          }
        });
  }

  Map<String, String> headers() {
    return Map.of("MCP-Protocol-Version", revision.wire());
  }
}
