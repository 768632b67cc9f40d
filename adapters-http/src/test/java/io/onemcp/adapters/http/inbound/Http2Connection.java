package io.onemcp.adapters.http.inbound;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Speaks just enough HTTP/2 by prior knowledge (RFC 9113) to send one request at a time. */
final class Http2Connection implements AutoCloseable {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RESET = 3;
  private static final int SETTINGS = 4;
  private static final int WINDOW = 8;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int MOST_DATA = 16_000;

  /** A frame of the server. */
  record Frame(int type, int flags, int stream, byte[] payload) {
    /** Returns whether this opens a response with status 200, as HPACK's static table has it. */
    boolean isOk() {
      return type == HEADERS && (payload[0] & 0xff) == 0x88;
    }

    boolean isReset() {
      return type == RESET;
    }

    String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }
  }

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final String authority;
  private int lastStream = -1;

  Http2Connection(int port) {
    try {
      authority = "127.0.0.1:" + port;
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(10_000);
      in = new DataInputStream(socket.getInputStream());
      out = new DataOutputStream(socket.getOutputStream());
      out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
      send(SETTINGS, 0, 0, new byte[0]);
      send(WINDOW, 0, 0, new byte[] {0x3f, 0, 0, 0});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a POST and returns its stream's number. */
  int post(String path, String body, String... headers) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    int stream = postHead(path, bytes.length, headers);
    int at = 0;
    do {
      int size = Math.min(MOST_DATA, bytes.length - at);
      byte[] part = Arrays.copyOfRange(bytes, at, at + size);
      at += size;
      send(DATA, at == bytes.length ? END_STREAM : 0, stream, part);
    } while (at < bytes.length);
    return stream;
  }

  /** Sends a POST without its body, of which it announces so many bytes. */
  int postHead(String path, int announced, String... headers) {
    lastStream += 2;
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    header(block, ":method", "POST");
    header(block, ":scheme", "http");
    header(block, ":path", path);
    header(block, ":authority", authority);
    header(block, "content-type", "application/json");
    header(block, "accept", "application/json, text/event-stream");
    header(block, "content-length", Integer.toString(announced));
    for (int i = 0; i < headers.length; i += 2) {
      header(block, headers[i], headers[i + 1]);
    }
    send(HEADERS, END_HEADERS, lastStream, block.toByteArray());
    return lastStream;
  }

  /** Cancels a stream. */
  void reset(int stream) {
    send(RESET, 0, stream, new byte[] {0, 0, 0, 8});
  }

  /** Reads the next frame that belongs to the last stream. */
  Frame next() {
    try {
      while (true) {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = in.readNBytes(length);
        acknowledge(type, flags, stream, length);
        if (stream == lastStream && type != WINDOW) {
          return new Frame(type, flags, stream, payload);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void acknowledge(int type, int flags, int stream, int length) {
    if (type == SETTINGS && flags == 0) {
      send(SETTINGS, 1, 0, new byte[0]);
    }
    if (type == DATA && length > 0) {
      send(WINDOW, 0, stream, new byte[] {0, 0, (byte) (length >> 8), (byte) length});
    }
  }

  /** Reads data up to the end of the stream. */
  String body() {
    StringBuilder body = new StringBuilder();
    while (true) {
      Frame frame = next();
      if (frame.type() == DATA) {
        body.append(frame.text());
      }
      if ((frame.flags() & END_STREAM) != 0 || frame.isReset()) {
        return body.toString();
      }
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

  /** Writes a literal header field without indexing (RFC 7541, section 6.2.2). */
  private static void header(ByteArrayOutputStream block, String name, String value) {
    block.write(0);
    block.write(name.length());
    block.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
    block.write(value.length());
    block.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
  }

  private void send(int type, int flags, int stream, byte[] payload) {
    try {
      out.writeByte(payload.length >> 16);
      out.writeShort(payload.length & 0xffff);
      out.writeByte(type);
      out.writeByte(flags);
      out.writeInt(stream);
      out.write(payload);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
