package io.onemcp.core.backend;

import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.MetaKeys;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.RequestId;
import io.onemcp.core.protocol.json.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The requests under way on one hop. Each has an id of the hop's own, which is its progress token
 * too: ids and tokens of different clients collide as a rule.
 */
public final class Tickets {
  /** An era probe that was never answered may have used ids up to here on the same connection. */
  private static final long PROBED = 100;

  /** Most requests whose progress goes on behind their answer. */
  private static final int MAX_LASTING = 256;

  /** What is about a session, a subscription or a question, however few requests are under way. */
  private static final Set<String> OF_NO_REQUEST =
      Set.of(
          Methods.CANCELLED,
          Methods.RESOURCE_UPDATED,
          Methods.TOOLS_CHANGED,
          Methods.PROMPTS_CHANGED,
          Methods.RESOURCES_CHANGED,
          Methods.LISTEN_ACKNOWLEDGED,
          Methods.ELICITATION_COMPLETE);

  private final AtomicLong ids;
  private final Map<RequestId, Ticket> lasting =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<RequestId, Ticket> eldest) {
              return size() > MAX_LASTING;
            }
          });
  private final Map<RequestId, Ticket> open = new ConcurrentHashMap<>();

  /** Makes an empty table, whose ids count from 1. */
  public Tickets() {
    this(0);
  }

  private Tickets(long used) {
    ids = new AtomicLong(used);
  }

  /** Makes a table for a connection that was asked for another era before. */
  public static Tickets afterProbe() {
    return new Tickets(PROBED);
  }

  /** Opens a ticket for a call, and puts its id and token into the call's changes. */
  public Ticket open(Call call) {
    RequestId id = new RequestId.Num(ids.incrementAndGet());
    call.patch().set(id.json(), "id");
    Json token = call.request().params().at(MetaKeys.META, MetaKeys.PROGRESS_TOKEN);
    if (token == null && call.tracked()) {
      token = id.json();
    }
    if (token != null) {
      call.patch().set(id.json(), "params", MetaKeys.META, MetaKeys.PROGRESS_TOKEN);
    }
    Ticket ticket =
        new Ticket(
            id, token, call.interim(), call.respondent(), call.method().equals(Methods.LISTEN));
    open.put(id, ticket);
    return ticket;
  }

  /** Forgets a ticket. */
  public void close(Ticket ticket) {
    open.remove(ticket.id());
  }

  /** Finds the ticket that a progress notification is about. */
  public Optional<Ticket> ofProgress(Notification progress) {
    Json token = progress.params().at(MetaKeys.PROGRESS_TOKEN);
    return token == null ? Optional.empty() : RequestId.of(token).map(this::known);
  }

  private @Nullable Ticket known(RequestId id) {
    Ticket ticket = open.get(id);
    return ticket == null ? lasting.get(id) : ticket;
  }

  /**
   * Keeps the progress token of a request that has begun a task, for as long as there are not too
   * many of them: the task's progress has it too.
   */
  public void outlive(Ticket ticket) {
    if (ticket.clientToken() != null) {
      lasting.put(ticket.id(), ticket);
    }
  }

  private static Notification withToken(Notification progress, Json token) {
    Json whole = progress.whole().patch().set(token, "params", MetaKeys.PROGRESS_TOKEN).json();
    return new Notification(whole, progress.method());
  }

  /** Finds the ticket of the stream that a notification names as its own. */
  public Optional<Ticket> ofSubscription(Notification notification) {
    Json stream = notification.params().at(MetaKeys.META, MetaKeys.SUBSCRIPTION_ID);
    return stream == null ? Optional.empty() : RequestId.of(stream).map(open::get);
  }

  /**
   * Returns whether a notification that names no request may still have been caused by one: log
   * messages, and whatever the protocol does not know.
   */
  public static boolean mayBelongToRequest(Notification notification) {
    return !OF_NO_REQUEST.contains(notification.method())
        && !notification.method().startsWith(Methods.TASK_NOTIFICATIONS);
  }

  /**
   * Returns the only request under way, if it is the only one; a stream of changes does not count.
   */
  public Optional<Ticket> sole() {
    Ticket only = null;
    for (Ticket ticket : open.values()) {
      if (!ticket.background()) {
        if (only != null) {
          return Optional.empty();
        }
        only = ticket;
      }
    }
    return Optional.ofNullable(only);
  }

  /** Returns any request under way; a stream of changes does not count. */
  public Optional<Ticket> any() {
    return open.values().stream().filter(ticket -> !ticket.background()).findAny();
  }

  /** One request under way. */
  public record Ticket(
      RequestId id,
      @Nullable Json clientToken,
      Interim interim,
      Respondent respondent,
      boolean background) {
    /**
     * Passes a message of the backend on; progress gets the client's own token, and is dropped
     * where it wanted none.
     */
    public void pass(Message message) {
      if (!(message instanceof Notification notification)
          || notification.params().at(MetaKeys.PROGRESS_TOKEN) == null) {
        interim.accept(message);
      } else if (clientToken != null) {
        interim.accept(withToken(notification, clientToken));
      }
    }
  }
}
