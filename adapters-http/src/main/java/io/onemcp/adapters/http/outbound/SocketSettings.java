package io.onemcp.adapters.http.outbound;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.SocketOptions;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The options of a socket, those of before it has a channel included. For any thread. */
final class SocketSettings {
  private static final Map<Integer, SocketOption<?>> NUMBERED =
      Map.of(
          SocketOptions.SO_LINGER, StandardSocketOptions.SO_LINGER,
          SocketOptions.TCP_NODELAY, StandardSocketOptions.TCP_NODELAY,
          SocketOptions.SO_KEEPALIVE, StandardSocketOptions.SO_KEEPALIVE,
          SocketOptions.SO_REUSEADDR, StandardSocketOptions.SO_REUSEADDR,
          SocketOptions.SO_SNDBUF, StandardSocketOptions.SO_SNDBUF,
          SocketOptions.SO_RCVBUF, StandardSocketOptions.SO_RCVBUF);

  private final Map<SocketOption<?>, Object> wanted = new ConcurrentHashMap<>();
  private volatile @Nullable SocketChannel channel;

  /** Gives the channel all options that were set before it was there. */
  void attach(SocketChannel made) throws IOException {
    channel = made;
    for (Map.Entry<SocketOption<?>, Object> option : wanted.entrySet()) {
      apply(made, option.getKey(), option.getValue());
    }
  }

  <T> void set(SocketOption<T> option, T value) throws IOException {
    wanted.put(option, value);
    SocketChannel known = channel;
    if (known != null) {
      apply(known, option, value);
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> void apply(SocketChannel known, SocketOption<T> option, Object value)
      throws IOException {
    known.setOption(option, (T) value);
  }

  /** Returns null for what was never set, as long as there is no channel. */
  @SuppressWarnings("unchecked")
  <T> @Nullable T get(SocketOption<T> option) throws IOException {
    SocketChannel known = channel;
    return known == null ? (T) wanted.get(option) : known.getOption(option);
  }

  /** Sets an option by its old number. */
  void set(int option, Object value) throws SocketException {
    try {
      setKnown(known(option), value);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** False stands for "no time" where a time is wanted. */
  @SuppressWarnings("unchecked")
  private <T> void setKnown(SocketOption<T> option, Object value) throws IOException {
    set(option, (T) (option.type() == Integer.class && value.equals(false) ? -1 : value));
  }

  /** Returns an option by its old number; false for no time, and for what was never set. */
  Object get(int option) throws SocketException {
    try {
      Object value = get(known(option));
      return value == null || value.equals(-1) ? false : value;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static SocketOption<?> known(int option) throws SocketException {
    return Optional.<SocketOption<?>>ofNullable(NUMBERED.get(option))
        .orElseThrow(
            () -> new SocketException("option " + option + " (expected: one of a stream)"));
  }

  private static SocketException failure(IOException e) {
    return e instanceof SocketException known ? known : new SocketException(e);
  }
}
