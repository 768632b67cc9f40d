package io.onemcp.core.backend;

import io.onemcp.core.config.BackendName;
import io.onemcp.core.fake.FakeServer;
import io.onemcp.core.fake.World;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.json.Json;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** A world with one backend, named b, and a record of its news. */
final class OneBackend implements BackendNews {
  final World world = new World();
  final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  final BlockingQueue<Notification> notes = new LinkedBlockingQueue<>();

  Backend start() {
    Backends backends = world.backends(this, World.backend("b"));
    backends.start();
    return World.find(backends, "b");
  }

  Backend start(FakeServer server) {
    world.connector.with("b", server);
    return start();
  }

  Backend ready(FakeServer server) throws InterruptedException {
    Backend backend = start(server);
    world.awaitState("b", "ready");
    return backend;
  }

  static List<String> tools(Backend backend) {
    return names(backend.offer().orElseThrow());
  }

  private static List<String> names(Offer offer) {
    return offer.list(CapabilityKind.TOOL).stream().map(Capability::name).toList();
  }

  static Response call(Backend backend, String method) {
    try {
      return backend.call(Call.of(method, Json.EMPTY_OBJECT));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static Response waitForever(CountDownLatch reached) throws InterruptedException {
    reached.countDown();
    new CountDownLatch(1).await();
    throw new AssertionError("never");
  }

  @Override
  public void notified(BackendName backend, Notification notification) {
    notes.add(notification);
  }

  @Override
  public void offerRead(BackendName backend, Offer offer) {
    told.add("offer " + backend + " " + names(offer));
  }

  @Override
  public void connected(BackendName backend) {
    told.add("connected " + backend);
  }

  @Override
  public void withdrawn(BackendName backend) {
    told.add("withdrawn " + backend);
  }
}
