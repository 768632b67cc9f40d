package io.onemcp.adapters.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.exchange.Outlet;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.WireText;
import io.onemcp.testkit.ClientAnswer;
import io.onemcp.testkit.EventStream;
import io.onemcp.testkit.EventStream.ServerEvent;
import io.onemcp.testkit.ScriptedClient;
import io.onemcp.testkit.StatefulClient;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A door that keeps little, and calls that say and answer what a test wants. */
final class ResumableStreams implements AutoCloseable {
  static final int KEPT = 20;
  static final int KEPT_BYTES = 64 << 10;

  final OpenDoor door =
      new OpenDoor(settings ->
          OpenDoor.limited(settings, OpenDoor.limits(1 << 20, 8, 50, KEPT, KEPT_BYTES)));
  final BlockingQueue<Outlet> calls = new LinkedBlockingQueue<>();
  final BlockingQueue<Json> results = new LinkedBlockingQueue<>();
  private final ScriptedClient client = door.client();

  @Override
  public void close() {
    client.close();
    door.close();
    assertThat(door.tasks.failures()).isEmpty();
  }

  static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(5, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  static WireText message(int number) {
    return WireText.of("{\"method\":\"event " + number + "\"}");
  }

  /** Offers several numbered messages, the last number excluded. */
  static void offer(Outlet outlet, int from, int to) {
    for (int i = from; i < to; i++) {
      assertThat(outlet.offer(message(i))).isTrue();
    }
  }

  static void assertNext(EventStream stream, int from, int to) throws InterruptedException {
    for (int i = from; i < to; i++) {
      assertThat(stream.nextMessage().text("method")).isEqualTo("event " + i);
    }
  }

  static ClientAnswer resume(StatefulClient session, String seen) throws InterruptedException {
    return session.get("Last-Event-ID", seen);
  }

  static String markOf(StatefulClient session) {
    return Integer.toHexString(session.sessionId().hashCode());
  }

  StatefulClient open(Revision revision) {
    try {
      return client.initialize(revision);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Lets calls say something, and then answer what the test puts into {@link #results}. */
  void scriptCalls() {
    door.stateful.script =
        (request, outlet) -> {
          outlet.offer(message(0));
          calls.add(outlet);
          return ScriptedStateless.success(request, results.take());
        };
  }

  /** Begins a call, and reads its first message. */
  Call call(StatefulClient session) throws InterruptedException {
    scriptCalls();
    EventStream stream = session.call("work", "{}").events();
    Outlet outlet = next(calls);
    ServerEvent event = stream.next().orElseThrow();
    while (event.data().isEmpty()) {
      event = stream.next().orElseThrow();
    }
    assertThat(event.data()).isEqualTo(message(0).toString());
    return new Call(stream, outlet, event.id());
  }

  /**
   * A call under way.
   *
   * @param seen the id of its first message
   */
  record Call(EventStream stream, Outlet outlet, String seen) {}
}
