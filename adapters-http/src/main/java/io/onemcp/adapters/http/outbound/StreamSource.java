package io.onemcp.adapters.http.outbound;

import java.util.Map;

/** Where the streams of one connection come from that are opened by GET. */
interface StreamSource {
  /** Asks for a stream, from behind the event of this id unless that is empty. */
  HttpAnswer open(Map<String, String> headers, String lastEventId) throws InterruptedException;

  /** Takes note that the server no longer knows the session that a stream belonged to. */
  void sessionIsGone();
}
