package io.onemcp.app.embedded;

import io.onemcp.core.backend.Interim;
import io.onemcp.core.protocol.Message.Request;
import io.onemcp.core.protocol.Message.Response;

/**
 * An MCP server inside this JVM that becomes a backend like any other. It speaks the stateless era:
 * every request carries all that there is to know, and {@code server/discover} is one of them.
 * {@link ToolServer} is the easy way to make one.
 *
 * <p>Called by many threads at once, each of them a virtual thread that belongs to one request;
 * blocking is fine.
 */
@FunctionalInterface
public interface InProcessServer {
  /**
   * Answers a request.
   *
   * @param interim takes notifications that go out before the answer
   * @throws InterruptedException if the client cancelled, or its time is up
   */
  Response answer(Request request, Interim interim) throws InterruptedException;
}
