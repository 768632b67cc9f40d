package io.onemcp.core.exchange;

import io.onemcp.core.backend.BackendNews;
import io.onemcp.core.backend.Offer;
import io.onemcp.core.catalog.CapabilityCatalog;
import io.onemcp.core.config.BackendName;
import io.onemcp.core.protocol.Message.Notification;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Spreads what backends say of their own accord: first to the catalog, then to whoever serves
 * clients.
 */
public final class Newsroom implements BackendNews {
  private final CapabilityCatalog catalog;
  private final List<BackendNews> readers = new CopyOnWriteArrayList<>();

  public Newsroom(CapabilityCatalog catalog) {
    this.catalog = catalog;
  }

  /** From now on the reader hears everything too. */
  public void join(BackendNews reader) {
    readers.add(reader);
  }

  @Override
  public void notified(BackendName backend, Notification notification) {
    readers.forEach(reader -> reader.notified(backend, notification));
  }

  @Override
  public void offerRead(BackendName backend, Offer offer) {
    catalog.offered(backend, offer);
    readers.forEach(reader -> reader.offerRead(backend, offer));
  }

  @Override
  public void connected(BackendName backend) {
    readers.forEach(reader -> reader.connected(backend));
  }

  @Override
  public void withdrawn(BackendName backend) {
    catalog.withdrawn(backend);
    readers.forEach(reader -> reader.withdrawn(backend));
  }
}
