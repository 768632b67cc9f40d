package io.onemcp.adapters.http.inbound;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One TCP connection that sends exactly what a test says. Reads wait for 10 seconds at most. */
final class RawConnection implements AutoCloseable {
  /** One HTTP/1.1 response; header names in lower case. */
  record Response(int status, Map<String, String> headers, String body) {}

  private final Socket socket;
  private final InputStream in;
  private final int port;

  RawConnection(int port) {
    try {
      this.port = port;
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(10_000);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Socket socket() {
    return socket;
  }

  /** Sends text; {@code \n} becomes CR LF, and {@code HOST} the host and port. */
  RawConnection send(String text) {
    return sendExactly(text.replace("\n", "\r\n").replace("HOST", "127.0.0.1:" + port));
  }

  RawConnection sendExactly(String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a POST to {@code /mcp} with the usual headers and these lines. */
  RawConnection post(String body, String... headers) {
    StringBuilder head =
        new StringBuilder("POST /mcp HTTP/1.1\nHost: HOST\nContent-Type: application/json\n");
    head.append("Accept: application/json, text/event-stream\n");
    for (String header : headers) {
      head.append(header).append('\n');
    }
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return send(head + "Content-Length: " + length + "\n\n").sendExactly(body);
  }

  /** Reads a whole response. */
  Response response() {
    try {
      String status = line();
      Map<String, String> headers = headers();
      String body =
          headers.getOrDefault("transfer-encoding", "").equals("chunked")
              ? chunked()
              : exactly(Integer.parseInt(headers.getOrDefault("content-length", "0")));
      return new Response(Integer.parseInt(status.split(" ", 3)[1]), headers, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a response up to its body. */
  Response head() {
    try {
      String status = line();
      return new Response(Integer.parseInt(status.split(" ", 3)[1]), headers(), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what comes behind a head. */
  InputStream body() {
    return in;
  }

  /** Reads one chunk of a chunked body; empty for the last one. */
  String chunk() {
    try {
      int size = Integer.parseInt(line(), 16);
      String chunk = exactly(size);
      line();
      return chunk;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns whether the server closes the connection, whatever it sends before. */
  boolean isClosedByServer() {
    try {
      while (in.read() >= 0) {
        // What comes before the end is of no interest.
      }
      return true;
    } catch (SocketException _) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.merge(
          line.substring(0, colon).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip(),
          (first, second) -> first + "," + second);
    }
    return headers;
  }

  private String chunked() {
    StringBuilder body = new StringBuilder();
    for (String chunk = chunk(); !chunk.isEmpty(); chunk = chunk()) {
      body.append(chunk);
    }
    return body.toString();
  }

  private String exactly(int size) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new IOException("the server closed the connection in a body");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("the server closed the connection");
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
