package io.onemcp.core.exchange;

import io.onemcp.core.backend.HopTerms;
import io.onemcp.core.backend.Respondent;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.protocol.Message.Response;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.WireText;

/** The way back to a client of the stateful era, and what it has at stateful backends. */
public interface ClientLink {
  /** Returns what it declared, as far as questions go; an empty object if it cannot be asked. */
  Json capabilities();

  /** Returns on which terms it gets a session of its own at a stateful backend. */
  HopTerms terms(BackendName backend);

  /**
   * Sends the client a request, on the stream of its own call if that can still carry one, and
   * waits for the answer. An interrupt takes the question back.
   */
  Response ask(String method, Json params, Outlet outlet) throws InterruptedException;

  /** Returns what asks the client in the name of a backend, on the stream of one call. */
  Respondent respondent(BackendName backend, Outlet outlet);

  /** Gives the client a message that comes behind the end of its call. */
  void tell(WireText message);

  /** The backend has begun a task for this client. */
  void began(BackendName backend, String taskId);
}
