package io.onemcp.adapters.http.outbound;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import org.xnio.StreamConnection;

/** A connection, as its loop knows it and as the JDK does. */
record LoopConnection(StreamConnection xnio, SocketChannel channel) {
  int read(ByteBuffer into) throws IOException {
    try {
      return channel.read(into);
    } catch (ClosedChannelException e) {
      throw closed(e);
    }
  }

  int write(ByteBuffer from) throws IOException {
    try {
      return channel.write(from);
    } catch (ClosedChannelException e) {
      throw closed(e);
    }
  }

  private static SocketException closed(ClosedChannelException e) {
    return new SocketException("Socket closed", e);
  }
}
