package io.onemcp.core.backend;

import io.onemcp.core.protocol.Message;
import io.onemcp.core.protocol.json.MalformedJsonException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes messages on, and drops those that two readers could see differently. */
public record Unambiguous(Interim inner) implements Interim {
  private static final Logger LOG = LoggerFactory.getLogger(Unambiguous.class);

  @Override
  public void accept(Message message) {
    try {
      inner.accept(message);
    } catch (MalformedJsonException e) {
      LOG.warn("an ambiguous message of a backend was dropped: {}", e.getMessage());
    }
  }
}
