package io.onemcp.core.stateful;

import io.onemcp.core.access.Caller;
import io.onemcp.core.backend.BackendNews;
import io.onemcp.core.backend.Offer;
import io.onemcp.core.catalog.View;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.protocol.LogLevel;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Methods;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Brings what backends say of their own accord to the sessions that it is for. */
public final class SessionNews implements BackendNews {
  private final ClientSessions sessions;
  private final SessionServices services;

  SessionNews(ClientSessions sessions, SessionServices services) {
    this.sessions = sessions;
    this.services = services;
  }

  @Override
  public void notified(BackendName backend, Notification notification) {
    if (notification.method().equals(Methods.LOG_MESSAGE)) {
      logged(backend, notification);
    }
  }

  /**
   * A message of which nobody can tell whose request caused it is passed on only while it can be
   * nobody else's.
   */
  private void logged(BackendName backend, Notification notification) {
    LogLevel level = LogLevel.of(notification);
    List<ClientSession> seeing =
        sessions.all().stream().filter(session -> sees(session, backend)).toList();
    Set<Caller> callers = seeing.stream().map(ClientSession::caller).collect(Collectors.toSet());
    if (callers.size() == 1) {
      seeing.stream()
          .filter(session -> session.wants(level))
          .forEach(session -> session.tell(notification));
    }
  }

  private static boolean sees(ClientSession session, BackendName backend) {
    return switch (session.view()) {
      case View.Everything() -> true;
      case View.OneBackend(var only) -> only.equals(backend);
    };
  }

  @Override
  public void connected(BackendName backend) {
    services.levels().connected(backend);
  }

  @Override
  public void offerRead(BackendName backend, Offer offer) {
    sessions.all().stream()
        .filter(session -> sees(session, backend))
        .forEach(ClientSession::renewWatches);
  }

  @Override
  public void withdrawn(BackendName backend) {}
}
