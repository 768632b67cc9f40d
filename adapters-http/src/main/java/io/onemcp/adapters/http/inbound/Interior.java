package io.onemcp.adapters.http.inbound;

import io.onemcp.core.access.Authenticator;
import io.onemcp.core.access.Authenticator.Verdict;
import io.onemcp.core.access.Caller;
import io.onemcp.core.catalog.View;
import io.onemcp.core.exchange.Headers;
import io.onemcp.core.exchange.StatefulDoor;
import io.onemcp.core.exchange.StatelessDoor;
import io.onemcp.core.runtime.Tasks;
import java.util.Optional;
import java.util.function.Function;

/**
 * What lies behind an {@link UndertowDoor}; all of it is called on virtual threads, by many at
 * once.
 *
 * @param stateless carries out requests that stand alone
 * @param stateful carries out requests that belong to a session
 * @param authenticator decides who is calling
 * @param views finds what {@code /mcp/server/{name}} shows; empty for a name that nobody has
 * @param health tells how the gateway and its backends are
 * @param peers callers who need no credentials
 * @param tasks where threads and timers come from
 */
public record Interior(
    StatelessDoor stateless,
    StatefulDoor stateful,
    Authenticator authenticator,
    Function<String, Optional<View>> views,
    HealthReports health,
    KnownPeers peers,
    Tasks tasks) {
  /** Makes an interior where everybody needs credentials. */
  public Interior(
      StatelessDoor stateless,
      StatefulDoor stateful,
      Authenticator authenticator,
      Function<String, Optional<View>> views,
      HealthReports health,
      Tasks tasks) {
    this(stateless, stateful, authenticator, views, health, KnownPeers.NOBODY, tasks);
  }

  /** Decides who calls: whoever is known already, else whom the headers prove. */
  Verdict judge(Optional<Caller> known, Headers headers) {
    return known
        .<Verdict>map(Verdict.Authenticated::new)
        .orElseGet(() -> authenticator.judge(headers.first("Authorization")));
  }
}
