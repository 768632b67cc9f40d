package io.onemcp.testkit;

import java.io.IOException;

/** Where a scripted server writes the answer to one request, or speaks of its own accord. */
interface Wire {
  /** Writes one message, byte for byte. */
  void frame(byte[] text) throws IOException;

  /** Ends this stream without an answer; where all answers share one stream, ends that. */
  void breakOff();

  /** Ends the whole connection, or forgets the session. */
  void die();

  /** Tells sessions apart: equal for all requests of one, and for no others. */
  default Object session() {
    return this;
  }

  /** Keeps the stream open, without an answer, until the client goes away. */
  void hang() throws InterruptedException;
}
