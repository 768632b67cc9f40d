package io.onemcp.core.backend;

import io.onemcp.core.protocol.Message;

/**
 * Takes what a backend sends on the stream of one request before its answer, in order. Must not
 * block.
 */
@FunctionalInterface
public interface Interim {
  void accept(Message message);
}
