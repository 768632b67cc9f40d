package io.onemcp.conformance;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A TypeScript client that lists everything at one endpoint and calls a few tools. */
final class DrivenClient {
  private static final Duration DRIVE_WITHIN = Duration.ofSeconds(60);
  private static final JsonMapper JSON = new JsonMapper();

  private DrivenClient() {}

  /** One call for the client to make. */
  record Call(String name, Map<String, Object> arguments) {}

  /** Connects with these options of {@code drive.mjs}, and returns what the client saw. */
  static Report drive(URI url, List<String> options, List<Call> calls) {
    List<String> arguments =
        new ArrayList<>(List.of(Peers.script("drive.mjs"), "--url", url.toString()));
    arguments.addAll(options);
    for (Call call : calls) {
      arguments.addAll(List.of("--call", JSON.writeValueAsString(call)));
    }
    try (ChildProcess driver = Peers.start(Path.of(""), Map.of(), arguments)) {
      ChildProcess.Ended ended = driver.end(DRIVE_WITHIN);
      if (ended.stdout().isEmpty()) {
        throw new AssertionError("no report from " + driver);
      }
      return new Report(ended.code(), JSON.readTree(ended.stdout().getLast()));
    }
  }

  /** What the client saw. */
  record Report(int code, JsonNode json) {
    String era() {
      return json.path("era").asString("");
    }

    String revision() {
      return json.path("revision").asString("");
    }

    List<String> tools() {
      return texts(json.path("tools"));
    }

    List<String> prompts() {
      return texts(json.path("prompts"));
    }

    List<String> resources() {
      return texts(json.path("resources"));
    }

    /** The text of each call's answer, in the order of the calls. */
    List<String> answers() {
      return json.path("calls").valueStream().map(call -> call.path("text").asString("")).toList();
    }

    /** The progress that a call reported, in order. */
    List<String> progress(int call) {
      return texts(json.path("calls").path(call).path("progress"));
    }

    /** What one list of answers of the report, {@code read} for instance, brought. */
    List<String> texts(String answers) {
      return json.path(answers)
          .valueStream()
          .flatMap(answer -> texts(answer.path("texts")).stream())
          .toList();
    }

    private static List<String> texts(JsonNode array) {
      return array.valueStream().map(JsonNode::asString).toList();
    }
  }
}
