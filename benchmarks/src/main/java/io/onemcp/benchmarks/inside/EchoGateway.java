package io.onemcp.benchmarks.inside;

import io.onemcp.app.embedded.OneMcpRuntime;
import io.onemcp.app.embedded.ToolOutput;
import io.onemcp.app.embedded.ToolServer;
import io.onemcp.core.protocol.json.Json;
import java.util.concurrent.CountDownLatch;

/** A gateway on a socket whose only server is a method that answers with the text it is given. */
public final class EchoGateway {
  private static final Json SCHEMA =
      Json.of("{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}}}");

  private EchoGateway() {}

  /** Serves until the process ends; the argument is the port. */
  public static void main(String[] args) throws InterruptedException {
    ToolServer echo =
        ToolServer.named("echo")
            .tool("echo", "Echoes", SCHEMA, call -> ToolOutput.text(call.text("text", "")));
    try (OneMcpRuntime _ =
        OneMcpRuntime.builder()
            .server("echo0", echo)
            .http("127.0.0.1", Integer.parseInt(args[0]))
            .start()) {
      new CountDownLatch(1).await();
    }
  }
}
