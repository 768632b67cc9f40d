package io.onemcp.adapters.http.inbound;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The buffers that connections read into and write from. Keeps up to a bound of free ones; what
 * comes back beyond it is left to the garbage collector.
 *
 * <p>Undertow's own pool caches buffers for each thread, which leaks direct memory when threads are
 * virtual, and frees them with {@code sun.misc.Unsafe}.
 */
final class WireBuffers implements ByteBufferPool {
  private static final int BUFFER_SIZE = 16 << 10;
  private static final int MOST_FREE = 2_048;

  private final boolean direct;
  private final @Nullable WireBuffers heap;
  private final ConcurrentLinkedQueue<ByteBuffer> free = new ConcurrentLinkedQueue<>();
  private final AtomicInteger freeCount = new AtomicInteger();

  WireBuffers() {
    this(true, new WireBuffers(false, null));
  }

  private WireBuffers(boolean direct, @Nullable WireBuffers heap) {
    this.direct = direct;
    this.heap = heap;
  }

  @Override
  public PooledByteBuffer allocate() {
    ByteBuffer buffer = free.poll();
    if (buffer == null) {
      buffer = direct ? ByteBuffer.allocateDirect(BUFFER_SIZE) : ByteBuffer.allocate(BUFFER_SIZE);
    } else {
      freeCount.decrementAndGet();
    }
    return new Lent(buffer);
  }

  @Override
  public ByteBufferPool getArrayBackedPool() {
    return heap == null ? this : heap;
  }

  @Override
  public int getBufferSize() {
    return BUFFER_SIZE;
  }

  @Override
  public boolean isDirect() {
    return direct;
  }

  @Override
  public void close() {
    free.clear();
  }

  private void takeBack(ByteBuffer buffer) {
    if (freeCount.incrementAndGet() > MOST_FREE) {
      freeCount.decrementAndGet();
    } else {
      buffer.clear();
      free.offer(buffer);
    }
  }

  private final class Lent implements PooledByteBuffer {
    private final ByteBuffer buffer;
    private final AtomicBoolean open = new AtomicBoolean(true);

    private Lent(ByteBuffer buffer) {
      this.buffer = buffer;
    }

    @Override
    public ByteBuffer getBuffer() {
      if (!open.get()) {
        throw new IllegalStateException("buffer: given back (expected: lent)");
      }
      return buffer;
    }

    @Override
    public void close() {
      if (open.compareAndSet(true, false)) {
        takeBack(buffer);
      }
    }

    @Override
    public boolean isOpen() {
      return open.get();
    }
  }
}
