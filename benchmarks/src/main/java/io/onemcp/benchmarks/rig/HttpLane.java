package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.load.HttpLoad;
import io.onemcp.benchmarks.load.LoadFigures;
import io.onemcp.benchmarks.load.Speech;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Through a product, or straight to a server, that speaks Streamable HTTP. Sessions are opened when
 * they are needed first, and used again by every later load.
 */
final class HttpLane implements Lane {
  private final String subject;
  private final Speech speech;
  private final String tool;
  private final List<Long> between;
  private final int mostClients;
  private final List<String> sessions = new ArrayList<>();

  private HttpLane(
      String subject, Speech speech, String tool, List<Long> between, int mostClients) {
    this.subject = subject;
    this.speech = speech;
    this.tool = tool;
    this.between = between;
    this.mostClients = mostClients;
  }

  /** Returns the lane through a product; its processes are those that it has now. */
  static HttpLane through(String subject, Running running, Speech speech) {
    return new HttpLane(subject, speech, running.tool(), running.pids(), running.mostClients());
  }

  /** Returns the lane straight to a server. */
  static HttpLane direct(String subject, Speech speech, String tool) {
    return new HttpLane(subject, speech, tool, List.of(), Integer.MAX_VALUE);
  }

  @Override
  public String subject() {
    return subject;
  }

  @Override
  public boolean takes(Demand demand) {
    return demand.clients() <= mostClients;
  }

  @Override
  public List<Long> between() {
    return between;
  }

  @Override
  public LoadFigures send(Demand demand, Duration time) throws IOException {
    int missing = demand.clients() - sessions.size();
    if (missing > 0) {
      sessions.addAll(HttpLoad.sessions(speech, missing));
    }
    try (HttpLoad load =
        new HttpLoad(
            speech,
            sessions.subList(0, demand.clients()),
            session -> demand.what().worded(speech, session, tool))) {
      return demand.rate() == 0 ? load.closedLoop(time) : load.openLoop(time, demand.rate());
    }
  }
}
