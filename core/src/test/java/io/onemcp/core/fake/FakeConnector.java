package io.onemcp.core.fake;

import io.onemcp.core.backend.BackendConnection;
import io.onemcp.core.backend.BackendConnector;
import io.onemcp.core.backend.BackendInlet;
import io.onemcp.core.backend.BackendUnreachableException;
import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/** Leads to servers in memory, by the name of the backend and the kind of its transport. */
public final class FakeConnector implements BackendConnector {
  /** Every definition that somebody tried to open, in order. */
  public final BlockingQueue<BackendDefinition> opened = new LinkedBlockingQueue<>();

  private final Map<String, Opening> openings = new ConcurrentHashMap<>();

  /** From now on the backend of this name is this server. */
  public FakeConnector with(String name, FakeServer server) {
    return with(name, (_, inlet) -> server.open(inlet));
  }

  /** From now on the backend of this name is opened so. */
  public FakeConnector with(String name, Opening opening) {
    openings.put(name, opening);
    return this;
  }

  @Override
  public boolean reaches(BackendTransport transport) {
    return !(transport instanceof BackendTransport.InProcess(var key)) || !key.equals("nowhere");
  }

  @Override
  public BackendConnection open(BackendDefinition definition, BackendInlet inlet)
      throws InterruptedException {
    opened.add(definition);
    Opening opening = openings.get(definition.name().value());
    if (opening == null) {
      throw new BackendUnreachableException("connection refused");
    }
    return opening.open(definition.transport(), inlet);
  }

  /** Opens one connection; may block, and may throw what a connector may throw. */
  @FunctionalInterface
  public interface Opening {
    BackendConnection open(BackendTransport transport, BackendInlet inlet)
        throws InterruptedException;
  }
}
