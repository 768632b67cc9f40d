package io.onemcp.adapters.http.outbound;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.StreamConnection;

/**
 * The JDK's channels under XNIO's connections, which keep them to themselves. They are wanted for
 * what XNIO does not know: how soon a peer that is gone is noticed (TCP_KEEPIDLE and its like).
 */
final class XnioChannels {
  private static final Logger LOG = LoggerFactory.getLogger(XnioChannels.class);

  private static final @Nullable MethodHandle CHANNEL = channel();

  private XnioChannels() {}

  /** Returns whether they are to be had, in this version of XNIO. */
  static boolean areKnown() {
    return CHANNEL != null;
  }

  private static @Nullable MethodHandle channel() {
    try {
      Method channel =
          Class.forName("org.xnio.nio.NioSocketStreamConnection").getDeclaredMethod("getChannel");
      channel.setAccessible(true);
      return MethodHandles.lookup()
          .unreflect(channel)
          .asType(MethodType.methodType(SocketChannel.class, StreamConnection.class));
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.debug("connections to backends wait beside event loops: XNIO keeps channels back", e);
      return null;
    }
  }

  /** Returns the channel of a connection. */
  static SocketChannel of(StreamConnection connection) throws IOException {
    MethodHandle known = CHANNEL;
    if (known == null) {
      throw new IOException("a connection of XNIO without its channel (expected: looked for)");
    }
    try {
      return (SocketChannel) known.invokeExact(connection);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException(e);
    }
  }
}
