package io.onemcp.adapters.http.inbound;

import io.onemcp.core.access.Caller;
import io.onemcp.core.catalog.View;
import io.onemcp.core.exchange.Answer;
import io.onemcp.core.exchange.Outlet;
import io.onemcp.core.exchange.StatefulDoor;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.core.protocol.json.WireText;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Sessions that do what a test says. */
final class ScriptedStateful implements StatefulDoor {
  /** What a script gives for a request that was cancelled. */
  static final Answer NONE = new Answer(WireText.of(""), 202);

  final BlockingQueue<Message> taken = new LinkedBlockingQueue<>();
  final BlockingQueue<Outlet> attached = new LinkedBlockingQueue<>();
  final BlockingQueue<Outlet> detached = new LinkedBlockingQueue<>();
  final BlockingQueue<String> closed = new LinkedBlockingQueue<>();
  volatile ScriptedStateless.Script script =
      (request, _) -> ScriptedStateless.success(request, new JsonWriter().json());
  volatile long life;
  private final Map<String, ScriptedSession> sessions = new ConcurrentHashMap<>();
  private final AtomicInteger last = new AtomicInteger();

  @Override
  public Opening open(Caller caller, View view, Request initialize) {
    String asked = String.valueOf(initialize.params().text("protocolVersion"));
    Revision revision = Revision.of(asked).orElse(Revision.LATEST_STATEFUL);
    ScriptedSession session =
        new ScriptedSession("session-" + last.incrementAndGet(), revision, caller, view);
    sessions.put(session.id(), session);
    return new Opening.Opened(
        session,
        ScriptedStateless.success(
            initialize, new JsonWriter().put("protocolVersion", revision.wire()).json()));
  }

  @Override
  public Opening openForConnection(Caller caller, View view, Request initialize) {
    return open(caller, view, initialize);
  }

  @Override
  public Optional<Session> find(String id, Caller caller, View view) {
    return Optional.<Session>ofNullable(sessions.get(id))
        .filter(session ->
            session instanceof ScriptedSession scripted
                && scripted.caller.equals(caller)
                && scripted.view.equals(view));
  }

  private final class ScriptedSession implements Session {
    private final String id;
    private final Revision revision;
    private final Caller caller;
    private final View view;
    private final Queue<Runnable> closeActions = new ConcurrentLinkedQueue<>();

    private ScriptedSession(String id, Revision revision, Caller caller, View view) {
      this.id = id;
      this.revision = revision;
      this.caller = caller;
      this.view = view;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public Revision revision() {
      return revision;
    }

    @Override
    public long life() {
      return life;
    }

    @Override
    public Optional<Answer> answer(Request request, Outlet outlet) throws InterruptedException {
      return Optional.of(carryOut(request, outlet)).filter(answer -> !answer.equals(NONE));
    }

    private Answer carryOut(Request request, Outlet outlet) throws InterruptedException {
      return request.method().equals("who")
          ? ScriptedStateless.success(
              request,
              new JsonWriter()
                  .put("era", "stateful")
                  .put("caller", caller.principal())
                  .put("view", view.toString())
                  .json())
          : script.answer(request, outlet);
    }

    @Override
    public void take(Message message) {
      taken.add(message);
    }

    @Override
    public void attach(Outlet outlet) {
      attached.add(outlet);
    }

    @Override
    public void detach(Outlet outlet) {
      detached.add(outlet);
    }

    @Override
    public void onClose(Runnable action) {
      closeActions.add(action);
    }

    @Override
    public void close() {
      sessions.remove(id);
      closed.add(id);
      closeActions.forEach(Runnable::run);
      Outlet open = attached.poll();
      if (open != null) {
        open.end();
      }
    }
  }
}
