package io.onemcp.adapters.http.inbound;

import io.onemcp.core.exchange.Outlet;
import io.onemcp.core.protocol.json.WireText;
import java.util.List;

/** A stream of messages that ends with answers. */
interface MessageStream extends Outlet {
  /** Offers the last messages, for which there is always room, and ends. */
  void finish(List<WireText> last);
}
