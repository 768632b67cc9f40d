package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.echo.EchoAnswers;
import io.onemcp.benchmarks.load.LoadFigures;
import io.onemcp.benchmarks.load.Speech;
import io.onemcp.benchmarks.load.StdioLoad;
import io.onemcp.benchmarks.process.Child;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Straight to a child process. */
record StdioLane(String subject, Child child) implements Lane {
  @Override
  public LoadFigures calls(int clients, int payload, Duration time)
      throws IOException, InterruptedException {
    return new StdioLoad(child.process(), clients, Speech.line(EchoAnswers.TOOL, payload))
        .closedLoop(time);
  }

  @Override
  public List<Long> between() {
    return List.of();
  }
}
