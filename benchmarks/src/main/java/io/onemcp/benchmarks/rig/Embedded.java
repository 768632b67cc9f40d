package io.onemcp.benchmarks.rig;

import io.onemcp.benchmarks.echo.EchoAnswers;
import io.onemcp.benchmarks.inside.EchoGateway;
import io.onemcp.benchmarks.process.Child;
import io.onemcp.benchmarks.report.Terms;
import io.onemcp.core.protocol.Era;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** This gateway inside a program whose own method is the tool. */
final class Embedded implements Product {
  @Override
  public String label() {
    return Terms.OWN;
  }

  @Override
  public String version() {
    return "of these sources";
  }

  @Override
  public Optional<String> missing() {
    return Optional.empty();
  }

  @Override
  public boolean carries(Era era, BackendKind kind) {
    return kind == BackendKind.IN_PROCESS;
  }

  @Override
  public Running start(Backends backends, Path folder) throws IOException {
    int port = Child.freePort();
    List<String> command = new ArrayList<>(Child.java(EchoGateway.class, port));
    // It is no server of the rig: its processor time and memory count.
    command.remove(Child.ECHO);
    return Running.on(
        port, OneMcp.exposed(EchoAnswers.TOOL), Child.start(folder.resolve("log"), command));
  }
}
