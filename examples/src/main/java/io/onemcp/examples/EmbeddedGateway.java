package io.onemcp.examples;

import io.onemcp.app.embedded.OneMcpRuntime;
import io.onemcp.app.embedded.ToolOutput;
import io.onemcp.app.embedded.ToolServer;
import io.onemcp.core.protocol.json.Json;

/** A gateway inside an application: a Java method becomes a tool, and no socket is opened. */
public final class EmbeddedGateway {
  private EmbeddedGateway() {}

  /** Calls a tool that this program itself provides, through the gateway. */
  public static String greet(String name) throws InterruptedException {
    Json schema = Json.of("{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"}}}");
    ToolServer greeter =
        ToolServer.named("greeter")
            .tool(
                "hello",
                "Says hello",
                schema,
                call -> ToolOutput.text("Hello, " + call.text("name", "you") + "!"));
    try (OneMcpRuntime runtime = OneMcpRuntime.builder().server("greeter", greeter).start()) {
      Json arguments = Json.EMPTY_OBJECT.patch().set(Json.string(name), "name").json();
      return runtime.client().callForText("greeter__hello", arguments);
    }
  }
}
