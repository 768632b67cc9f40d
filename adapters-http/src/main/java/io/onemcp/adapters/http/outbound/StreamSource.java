package io.onemcp.adapters.http.outbound;

import java.util.Map;

/** Where the streams of one connection come from that are opened by GET. */
interface StreamSource {
  /**
   * Asks for a stream, from behind the event of this id unless that is empty.
   *
   * @param onSent runs once the request is sent, if it comes to that
   */
  HttpAnswer open(Map<String, String> headers, String lastEventId, Runnable onSent)
      throws InterruptedException;

  /** Takes note that the server no longer knows the session that a stream belonged to. */
  void sessionIsGone();
}
