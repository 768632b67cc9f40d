package io.onemcp.benchmarks.soak;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.Methods;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A server of a soak over Streamable HTTP, with sessions if its era has them. */
public final class SoakHttp {
  private static final String SESSION = "Mcp-Session-Id";
  private static final int BACKLOG = 1024;
  private static final int HEARTBEAT_SECONDS = 5;
  private static final int BINDING_ATTEMPTS = 50;
  private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

  private final Set<String> sessions = ConcurrentHashMap.newKeySet();
  private final SoakServer server;
  private final Era era;

  private SoakHttp(String name, Era era) {
    this.server = new SoakServer(name, era);
    this.era = era;
  }

  /** Serves for ever; the arguments are the port, its name and its era. */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    SoakHttp soak = new SoakHttp(args[1], Era.valueOf(args[2]));
    HttpServer http = bound(Integer.parseInt(args[0]));
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.createContext("/mcp", soak::handle);
    http.start();
  }

  /** The port may still be in use by the process before. */
  private static HttpServer bound(int port) throws IOException, InterruptedException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    for (int attempt = 1; ; attempt++) {
      try {
        return HttpServer.create(address, BACKLOG);
      } catch (IOException e) {
        if (attempt == BINDING_ATTEMPTS) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (exchange.getRequestMethod()) {
        case "POST" -> post(exchange);
        case "GET" -> stand(exchange);
        case "DELETE" -> {
          sessions.remove(session(exchange));
          exchange.sendResponseHeaders(200, -1);
        }
        default -> exchange.sendResponseHeaders(405, -1);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void post(HttpExchange exchange) throws IOException, InterruptedException {
    Message message = server.decode(exchange.getRequestBody().readAllBytes());
    boolean opening =
        message instanceof Message.Request(_, _, String method)
            && method.equals(Methods.INITIALIZE);
    if (opening) {
      String session = UUID.randomUUID().toString();
      sessions.add(session);
      exchange.getResponseHeaders().set(SESSION, session);
    } else if (era == Era.STATEFUL && !isKnown(exchange, message)) {
      return;
    }
    if (!(message instanceof Message.Request request)) {
      server.hear(message, _ -> {});
      exchange.sendResponseHeaders(202, -1);
      return;
    }
    Speaking speaking = new Speaking(exchange, request);
    server.hear(request, speaking);
    try {
      speaking.await();
    } finally {
      server.gone(request.id());
    }
  }

  private boolean isKnown(HttpExchange exchange, Message message) throws IOException {
    boolean known = sessions.contains(session(exchange));
    if (!known) {
      boolean first =
          message instanceof Message.Request(_, _, String method)
              && method.equals(Methods.DISCOVER);
      exchange.sendResponseHeaders(first ? 400 : 404, -1);
    }
    return known;
  }

  private void stand(HttpExchange exchange) throws IOException, InterruptedException {
    if (era == Era.STATELESS || !sessions.contains(session(exchange))) {
      exchange.sendResponseHeaders(405, -1);
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    while (sessions.contains(session(exchange))) {
      out.write(HEARTBEAT);
      out.flush();
      TimeUnit.SECONDS.sleep(HEARTBEAT_SECONDS);
    }
  }

  private static String session(HttpExchange exchange) {
    return String.valueOf(exchange.getRequestHeaders().getFirst(SESSION));
  }

  /** The answer to one request: a single message, or a stream once something comes before it. */
  private static final class Speaking implements SoakServer.Voice {
    private final CountDownLatch over = new CountDownLatch(1);
    private final HttpExchange exchange;
    private final Message.Request request;
    private boolean streaming;

    Speaking(HttpExchange exchange, Message.Request request) {
      this.exchange = exchange;
      this.request = request;
    }

    @Override
    public synchronized void say(Message message) {
      boolean last =
          message instanceof Message.Response response && request.id().equals(response.id());
      try {
        if (last && !streaming) {
          byte[] text = message.whole().utf8();
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, text.length);
          exchange.getResponseBody().write(text);
        } else {
          write(("data: " + message.whole() + "\n\n").getBytes(StandardCharsets.UTF_8));
        }
      } catch (IOException _) {
        over.countDown();
      }
      if (last) {
        over.countDown();
      }
    }

    private synchronized void write(byte[] event) throws IOException {
      if (!streaming) {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        streaming = true;
      }
      exchange.getResponseBody().write(event);
      exchange.getResponseBody().flush();
    }

    /** Waits for the end; a client that has gone is noticed by a heartbeat. */
    void await() throws IOException, InterruptedException {
      while (!over.await(HEARTBEAT_SECONDS, TimeUnit.SECONDS)) {
        if (streaming) {
          write(HEARTBEAT);
        }
      }
    }
  }
}
