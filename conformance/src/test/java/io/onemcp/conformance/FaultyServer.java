package io.onemcp.conformance;

import io.onemcp.core.protocol.json.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An MCP server of revision 2025-11-25 over bare sockets, which can answer every request in ways
 * that no HTTP library would let it, and writes down every call that it carries out.
 */
final class FaultyServer implements AutoCloseable {
  /** How requests are answered. A call is carried out first, unless said otherwise. */
  enum Fault {
    NONE,
    HTML,
    /** The answer is as it should be, but for its type. */
    WRONG_TYPE,
    /** Cut off by a reset. */
    TRUNCATED,
    /** The sending half of the socket is closed in the middle of the answer. */
    HALF_CLOSED,
    STATUS_500,
    /** Nothing is carried out, and the server says when to come again. */
    STATUS_429,
    /** Nothing is carried out, and the server says when to come again. */
    STATUS_503,
    /** Nobody listens, and what was open is closed. */
    REFUSING
  }

  private static final int ANY_PORT = 0;
  private static final int BACKLOG = 100;
  private static final String PAGE = "<!DOCTYPE html><html><body>It works!</body></html>";

  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Fault fault = Fault.NONE;
  private volatile ServerSocket listener = listen(ANY_PORT);
  private final int port = listener.getLocalPort();

  /** Where the server is reached. */
  URI url() {
    return URI.create("http://127.0.0.1:" + port + "/mcp");
  }

  /** The argument of every call that was carried out, in order. */
  List<String> calls() {
    return List.copyOf(calls);
  }

  /** From now on every request is answered so. */
  void fault(Fault wanted) {
    boolean refused = fault == Fault.REFUSING;
    fault = wanted;
    if (wanted == Fault.REFUSING) {
      close();
    } else if (refused) {
      listener = listen(port);
    }
  }

  @Override
  public void close() {
    end(listener);
    open.forEach(FaultyServer::end);
  }

  private ServerSocket listen(int wanted) {
    try {
      ServerSocket socket = new ServerSocket(wanted, BACKLOG, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().name("faulty server").start(() -> accept(socket));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket socket) {
    try {
      while (!socket.isClosed()) {
        Socket connection = socket.accept();
        open.add(connection);
        Thread.ofVirtual().name("faulty connection").start(() -> serve(connection));
      }
    } catch (IOException _) {
      end(socket);
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      for (String head = head(in); !head.isEmpty(); head = head(in)) {
        String body = new String(in.readNBytes(length(head)), StandardCharsets.UTF_8);
        answer(connection, head, body);
      }
    } catch (IOException _) {
      // The peer has gone, or the fault was to go.
      end(connection);
    } finally {
      open.remove(connection);
    }
  }

  private void answer(Socket connection, String head, String body) throws IOException {
    Fault now = fault;
    boolean refused = now == Fault.STATUS_429 || now == Fault.STATUS_503;
    String answer = head.startsWith("POST") && !refused ? carryOut(Json.of(body)) : "";
    OutputStream out = connection.getOutputStream();
    switch (now) {
      case TRUNCATED -> {
        out.write(beginning(answer));
        connection.setSoLinger(true, 0);
        connection.close();
      }
      case HALF_CLOSED -> {
        out.write(beginning(answer));
        connection.shutdownOutput();
      }
      case REFUSING -> connection.close();
      default -> out.write(complete(now, head, answer));
    }
    out.flush();
  }

  private static byte[] complete(Fault fault, String head, String answer) {
    return switch (fault) {
      case HTML -> response("200 OK", "Content-Type: text/html\r\n", PAGE);
      case WRONG_TYPE -> response("200 OK", "Content-Type: application/octet-stream\r\n", answer);
      case STATUS_500 -> response("500 Oops", "Content-Type: text/html\r\n", PAGE);
      case STATUS_429 -> response("429 Too Many Requests", "Retry-After: 1\r\n", "slow");
      case STATUS_503 -> response("503 Unavailable", "Retry-After: 1\r\n", "later");
      default -> whole(head, answer);
    };
  }

  private static byte[] whole(String head, String answer) {
    if (!head.startsWith("POST")) {
      return response("405 Method Not Allowed", "", "");
    }
    return answer.isEmpty()
        ? response("202 Accepted", "", "")
        : response("200 OK", "Content-Type: application/json\r\n", answer);
  }

  private static byte[] beginning(String answer) {
    byte[] whole = response("200 OK", "Content-Type: application/json\r\n", answer + " ".repeat(9));
    return java.util.Arrays.copyOf(whole, whole.length - 9 - answer.length() / 2);
  }

  private static byte[] response(String status, String headers, String body) {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    String head = "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + length;
    return (head + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the answer to a message; empty where none is due. */
  private String carryOut(Json message) {
    Json id = message.at("id");
    if (id == null) {
      return "";
    }
    String result =
        switch (String.valueOf(message.text("method"))) {
          case "initialize" ->
              "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
                  + "\"serverInfo\":{\"name\":\"faulty\",\"version\":\"1\"}}";
          case "tools/list" ->
              "{\"tools\":[{\"name\":\"run\",\"inputSchema\":{\"type\":\"object\"}}]}";
          case "tools/call" -> {
            calls.add(String.valueOf(message.text("params", "arguments", "value")));
            yield "{\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}";
          }
          case "ping" -> "{}";
          default -> "";
        };
    String rest =
        result.isEmpty()
            ? "\"error\":{\"code\":-32601,\"message\":\"Method not found\"}"
            : "\"result\":" + result;
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id + "," + rest + "}";
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static int length(String head) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
        .map(line -> Integer.parseInt(line.substring("content-length:".length()).strip()))
        .findFirst()
        .orElse(0);
  }

  private static void end(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      throw new IllegalStateException("a socket could not be closed", e);
    }
  }
}
