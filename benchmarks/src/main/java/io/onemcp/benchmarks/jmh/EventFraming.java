package io.onemcp.benchmarks.jmh;

import io.onemcp.adapters.http.sse.SseEvent;
import io.onemcp.adapters.http.sse.SseReader;
import io.onemcp.core.protocol.json.WireText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Server-sent events: a message as one, and back. */
@State(Scope.Thread)
public class EventFraming {
  /** Nobody but its own package needs the frame, so it stays there. */
  private static final MethodHandle FRAME = frame();

  @Param({"100", "100000"})
  public int size;

  private WireText message = WireText.of("");
  private byte[] event = {};

  private static MethodHandle frame() {
    try {
      Class<?> frame = Class.forName("io.onemcp.adapters.http.inbound.EventFrame");
      return MethodHandles.privateLookupIn(frame, MethodHandles.lookup())
          .findStatic(
              frame, "of", MethodType.methodType(ByteBuffer[].class, String.class, WireText.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes the message. */
  @Setup
  public void prepare() {
    String text = new String(Wording.answer(size), StandardCharsets.UTF_8);
    message = WireText.of(text);
    event = ("id: 12\nevent: message\ndata: " + text + "\n\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Frames a message. */
  @Benchmark
  public Object write() throws Throwable {
    return (ByteBuffer[]) FRAME.invokeExact("12", message);
  }

  /** Reads a stream of one event. */
  @Benchmark
  public Optional<SseEvent> read() throws IOException {
    return new SseReader(new ByteArrayInputStream(event), 1 << 20).next();
  }
}
