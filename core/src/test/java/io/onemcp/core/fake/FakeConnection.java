package io.onemcp.core.fake;

import io.onemcp.core.backend.BackendConnection;
import io.onemcp.core.backend.BackendInlet;
import io.onemcp.core.backend.BackendLostException;
import io.onemcp.core.backend.BackendUnreachableException;
import io.onemcp.core.backend.Interim;
import io.onemcp.core.backend.OutboundMessage;
import io.onemcp.core.backend.OutboundRequest;
import io.onemcp.core.protocol.Decoded;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Message.Notification;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.MessageCodec;
import io.onemcp.core.protocol.json.Json;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** One connection to a {@link FakeServer}. */
public final class FakeConnection implements BackendConnection {
  private static final MessageCodec CODEC = new MessageCodec(100);

  /** Open until the client closes the connection. */
  public final CountDownLatch closed = new CountDownLatch(1);

  /** Open until the client listens. */
  public final CountDownLatch listening = new CountDownLatch(1);

  private final FakeServer server;
  private final BackendInlet inlet;
  private final boolean cancelsByClosing;
  private final boolean streamsOfRequests;
  private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean broken;

  FakeConnection(
      FakeServer server, BackendInlet inlet, boolean cancelsByClosing, boolean streamsOfRequests) {
    this.server = server;
    this.inlet = inlet;
    this.cancelsByClosing = cancelsByClosing;
    this.streamsOfRequests = streamsOfRequests;
  }

  @Override
  public Response exchange(OutboundRequest request, Interim interim) throws InterruptedException {
    requireOpen();
    Request message = (Request) decode(request.message());
    server.got.add(new FakeServer.Got(message, request.message().headers()));
    waiting.add(Thread.currentThread());
    try {
      Response response = server.answer(message, interim);
      if (broken) {
        throw new BackendLostException("the connection broke");
      }
      return response;
    } catch (InterruptedException e) {
      if (broken) {
        throw new BackendLostException("the connection broke", e);
      }
      throw e;
    } finally {
      waiting.remove(Thread.currentThread());
    }
  }

  @Override
  public void send(OutboundMessage message) {
    requireOpen();
    server.got.add(new FakeServer.Got(decode(message), message.headers()));
  }

  private static Message decode(OutboundMessage message) {
    return ((Decoded.Single) CODEC.decode(message.body().toByteArray())).message();
  }

  private void requireOpen() {
    if (broken || closed.getCount() == 0) {
      throw new BackendUnreachableException("the connection has ended");
    }
  }

  @Override
  public void listen(Map<String, String> headers) {
    listening.countDown();
  }

  @Override
  public boolean cancelsByClosing() {
    return cancelsByClosing;
  }

  @Override
  public boolean hasStreamsOfRequests() {
    return streamsOfRequests;
  }

  @Override
  public String diagnostics() {
    return "last words";
  }

  @Override
  public void close() {
    closed.countDown();
  }

  /** Says something that belongs to no request. */
  public void say(Message message) {
    inlet.received(message);
  }

  /** Says that something happened. */
  public void notify(String method, String params) {
    say(Notification.of(method, Json.of(params)));
  }

  /** Ends the connection by refusing the request that is being answered; to be thrown. */
  public BackendUnreachableException refuse(String cause) {
    inlet.lost(cause);
    return new BackendUnreachableException(cause);
  }

  /** Breaks the connection from the server's side. */
  public void breakDown(String cause) {
    broken = true;
    waiting.forEach(Thread::interrupt);
    inlet.lost(cause);
  }
}
