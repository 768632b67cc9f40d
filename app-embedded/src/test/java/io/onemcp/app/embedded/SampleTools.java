package io.onemcp.app.embedded;

import io.onemcp.core.protocol.json.Json;

/** The tools that these tests call. */
final class SampleTools {
  static final Json ANY = Json.of("{\"type\":\"object\"}");

  private SampleTools() {}

  /** Returns a server that echoes, fails, and tells its progress. */
  static ToolServer server() {
    return ToolServer.named("sample")
        .tool("echo", "Says it again", ANY, call -> ToolOutput.text(call.text("word", "nothing")))
        .tool(
            "steps",
            "Takes three steps",
            ANY,
            call -> {
              for (int done = 1; done <= 3; done++) {
                call.progress(done, 3);
              }
              return ToolOutput.structured(Json.of("{\"steps\":3}"));
            })
        .tool(
            "fail",
            "Fails",
            ANY,
            _ -> {
              throw new IllegalStateException("out of paper");
            })
        .tool(
            "crash",
            "Fails without a word",
            ANY,
            _ -> {
              throw new IllegalStateException();
            });
  }
}
