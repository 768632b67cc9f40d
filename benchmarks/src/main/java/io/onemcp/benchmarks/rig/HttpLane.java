package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.load.HttpLoad;
import io.onemcp.benchmarks.load.LoadFigures;
import io.onemcp.benchmarks.load.Speech;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Through a product, or straight to a server, that speaks Streamable HTTP. */
record HttpLane(String subject, Speech speech, String tool, Optional<Running> product)
    implements Lane {
  @Override
  public List<Long> between() {
    return product.map(Running::pids).orElse(List.of());
  }

  @Override
  public LoadFigures calls(int clients, int payload, Duration time) throws IOException {
    try (HttpLoad load =
        new HttpLoad(speech, clients, session -> speech.call(session, tool, payload))) {
      return load.closedLoop(time);
    }
  }
}
