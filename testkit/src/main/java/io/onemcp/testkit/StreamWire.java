package io.onemcp.testkit;

import java.io.IOException;

/** Speaks on a stream of events that answers no single request. */
final class StreamWire implements Wire {
  private final OutgoingEvents out;

  StreamWire(OutgoingEvents out) {
    this.out = out;
  }

  @Override
  public void frame(byte[] text) throws IOException {
    out.event("message", "", text);
  }

  @Override
  public void breakOff() {
    out.close();
  }

  @Override
  public void die() {
    out.close();
  }

  @Override
  public void hang() {
    // An answer that never comes needs no thread that does not send it.
  }
}
