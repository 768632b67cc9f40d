package io.onemcp.adapters.http.outbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/** A server whose connections a test has in its hands. */
final class RawDoor implements AutoCloseable {
  private static final String LENGTH = "Content-Length: ";

  private final ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

  RawDoor() throws IOException {}

  URI url() {
    return URI.create("http://127.0.0.1:" + door.getLocalPort() + "/mcp");
  }

  Client accept() throws IOException {
    return new Client(door.accept());
  }

  @Override
  public void close() throws IOException {
    door.close();
  }

  /** One connection. */
  static final class Client implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    private Client(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
    }

    /** Reads a whole request. */
    void read() throws IOException {
      int length = 0;
      for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
        if (line.startsWith(LENGTH)) {
          length = Integer.parseInt(line.substring(LENGTH.length()));
        }
      }
      if (in.skip(length) != length) {
        throw new IOException("a request that breaks off");
      }
    }

    /** Answers a request of the id 1, and says nothing of an end to come. */
    void answer() throws IOException {
      String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}";
      String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + LENGTH;
      String answer = head + body.length() + "\r\n\r\n" + body;
      socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
