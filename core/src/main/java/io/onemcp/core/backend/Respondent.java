package io.onemcp.core.backend;

import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Response;

/**
 * Answers what a backend asks its client: sampling, elicitation, roots. Blocks until there is an
 * answer; an interrupt means that the backend does not want it any more.
 */
@FunctionalInterface
public interface Respondent {
  /** Returns the answer; its id is of no account. */
  Response respond(Request question) throws InterruptedException;
}
