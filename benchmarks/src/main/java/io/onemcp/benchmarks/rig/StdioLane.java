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
  public boolean takes(Demand demand) {
    return demand.what() instanceof Demand.Echo && demand.rate() == 0;
  }

  @Override
  public LoadFigures send(Demand demand, Duration time) throws IOException, InterruptedException {
    if (!(demand.what() instanceof Demand.Echo(int size))) {
      throw new IllegalArgumentException("demand: " + demand.label() + " (expected: calls)");
    }
    return new StdioLoad(child.process(), demand.clients(), Speech.line(EchoAnswers.TOOL, size))
        .closedLoop(time);
  }

  @Override
  public List<Long> between() {
    return List.of();
  }
}
