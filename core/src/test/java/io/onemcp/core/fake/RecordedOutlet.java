package io.onemcp.core.fake;

import io.onemcp.core.exchange.Outlet;
import io.onemcp.core.protocol.Decoded;
import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.MessageCodec;
import io.onemcp.core.protocol.json.WireText;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** A client's stream that keeps what it gets. */
public final class RecordedOutlet implements Outlet {
  private static final MessageCodec CODEC = new MessageCodec(100);

  /** Everything that was offered and taken. */
  public final BlockingQueue<Message> got = new LinkedBlockingQueue<>();

  /** Open until the stream is ended. */
  public final CountDownLatch ended = new CountDownLatch(1);

  private volatile boolean gone;

  @Override
  public boolean offer(WireText message) {
    if (gone || ended.getCount() == 0) {
      return false;
    }
    return got.add(read(message));
  }

  @Override
  public void end() {
    ended.countDown();
  }

  /** From now on the client takes nothing any more. */
  public void vanish() {
    gone = true;
  }

  /** Takes the next message. */
  public Message next() throws InterruptedException {
    return Waiting.next(got);
  }

  /** Reads a text that the gateway wrote. */
  public static Message read(WireText text) {
    return ((Decoded.Single) CODEC.decode(text.toByteArray())).message();
  }
}
