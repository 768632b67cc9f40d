package io.onemcp.core.stateless;

import io.onemcp.core.GatewayException;
import io.onemcp.core.backend.BackendConnection;
import io.onemcp.core.backend.BackendEar;
import io.onemcp.core.backend.Call;
import io.onemcp.core.backend.Hop;
import io.onemcp.core.backend.ListChanges;
import io.onemcp.core.backend.OutboundMessage;
import io.onemcp.core.backend.OutboundRequest;
import io.onemcp.core.backend.ServerDescription;
import io.onemcp.core.backend.Tickets;
import io.onemcp.core.backend.Tickets.Ticket;
import io.onemcp.core.backend.Unambiguous;
import io.onemcp.core.protocol.Implementation;
import io.onemcp.core.protocol.LogLevel;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonPatch;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.core.runtime.Tasks;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Talk with a backend of the stateless era: every request carries its envelope, and nothing is
 * remembered between two.
 */
final class StatelessHop implements Hop {
  private static final Logger LOG = LoggerFactory.getLogger(StatelessHop.class);

  private final BackendConnection connection;
  private final Revision revision;
  private final Implementation gateway;
  private final BackendEar ear;
  private final Tasks tasks;
  private final Tickets tickets = new Tickets();
  private volatile ServerDescription server = ServerDescription.UNKNOWN;
  private final Semaphore changing = new Semaphore(1);
  private volatile @Nullable Listening listening;

  StatelessHop(
      BackendConnection connection,
      Revision revision,
      Implementation gateway,
      BackendEar ear,
      Tasks tasks) {
    this.connection = connection;
    this.revision = revision;
    this.gateway = gateway;
    this.ear = ear;
    this.tasks = tasks;
  }

  void describe(ServerDescription description) {
    server = description;
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
    if (!call.enveloped()) {
      Envelope.put(call.patch(), revision, gateway.json(), Json.EMPTY_OBJECT);
    }
    Response response = attempt(call);
    return StatelessHops.asksAgain(response, revision) ? attempt(call) : response;
  }

  private Response attempt(Call call) throws InterruptedException {
    Ticket ticket = tickets.open(call);
    Map<String, String> headers = Envelope.headers(revision, call.method(), call.target());
    headers.putAll(call.parameterHeaders());
    OutboundRequest request =
        new OutboundRequest(ticket.id(), new OutboundMessage(call.patch().wire(), headers));
    try {
      return connection.exchange(request, new Unambiguous(message -> received(message, ticket)));
    } catch (InterruptedException e) {
      cancel(ticket);
      throw e;
    } finally {
      tickets.close(ticket);
    }
  }

  private void received(Message message, Ticket ticket) {
    if (message instanceof Notification note && note.method().equals(Methods.PROGRESS)) {
      tickets.ofProgress(note).ifPresent(known -> known.pass(note));
    } else if (message instanceof Notification note) {
      ticket.pass(note);
    } else {
      LOG.warn("a stateless backend sent a request, which this era does not allow; it was dropped");
    }
  }

  /**
   * Takes what came outside of any request's own stream; a pipe has only one stream for everything.
   */
  void received(Message message) {
    switch (message) {
      case Notification note when note.method().equals(Methods.PROGRESS) ->
          tickets.ofProgress(note).ifPresent(ticket -> ticket.pass(note));
      case Notification note ->
          tickets
              .ofSubscription(note)
              .or(() -> Tickets.mayBelongToRequest(note) ? tickets.sole() : Optional.empty())
              .ifPresentOrElse(ticket -> ticket.pass(note), () -> notified(note));
      default -> LOG.debug("a message that belongs to no request was dropped");
    }
  }

  void notified(Notification note) {
    ListChanges.kind(note)
        .ifPresentOrElse(ear::listChanged, () -> ear.notified(withoutStream(note)));
  }

  /** Takes the id of the stream off: it is between this hop and the backend. */
  private static Notification withoutStream(Notification note) {
    Json meta = note.params().at(MetaKeys.META);
    if (meta == null || meta.at(MetaKeys.SUBSCRIPTION_ID) == null) {
      return note;
    }
    JsonPatch patch = note.whole().patch();
    patch.remove("params", MetaKeys.META, MetaKeys.SUBSCRIPTION_ID).prune("params", MetaKeys.META);
    return new Notification(patch.json(), note.method());
  }

  private void cancel(Ticket ticket) {
    if (connection.cancelsByClosing()) {
      return;
    }
    Json params =
        new JsonWriter()
            .put("requestId", ticket.id().json())
            .put("reason", "cancelled by the client")
            .json();
    Notification cancelled = Notification.of(Methods.CANCELLED, params);
    Map<String, String> headers = Envelope.headers(revision, Methods.CANCELLED, "");
    tasks.start("backend-send", () -> send(new OutboundMessage(cancelled.whole().wire(), headers)));
  }

  private void send(OutboundMessage message) {
    try {
      connection.send(message);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (GatewayException e) {
      LOG.debug("a message to a backend was not delivered: {}", e.getMessage());
    }
  }

  @Override
  public Response ping() throws InterruptedException {
    return call(Call.of(Methods.DISCOVER, Json.EMPTY_OBJECT));
  }

  @Override
  public Set<String> watch(Set<String> uris) throws InterruptedException {
    // One change at a time; the new stream has to stand before the old one goes.
    changing.acquire();
    try {
      Listening before = listening;
      Json filter = Listening.filter(server, uris);
      Listening after = filter.members().isEmpty() ? null : Listening.start(this, filter, tasks);
      listening = after;
      Set<String> granted = after == null ? Set.of() : after.grantedUris();
      if (before != null) {
        before.close();
      }
      return granted;
    } finally {
      changing.release();
    }
  }

  @Override
  public void wantLog(LogLevel level) {
    // It stands in the envelope of each request.
  }

  @Override
  public void tell(Notification notification) {
    // A client of this era has nothing to notify of but cancellation, which is told by the call
    // itself.
  }

  @Override
  public boolean tellsQuestionsApart() {
    return true;
  }

  @Override
  public void listen() {
    Json filter = Listening.filter(server, Set.of());
    if (!filter.members().isEmpty()) {
      listening = Listening.start(this, filter, tasks);
    }
  }

  @Override
  public String diagnostics() {
    return connection.diagnostics();
  }

  @Override
  public void close() {
    Listening open = listening;
    if (open != null) {
      open.close();
    }
    connection.close();
  }
}
