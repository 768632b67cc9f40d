package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code examples/quickstart.json}, with the installed packages in the place of what {@code npx}
 * would download.
 */
final class Quickstart {
  private static final Path FILE = Path.of("..", "examples", "quickstart.json");
  private static final JsonMapper JSON = new JsonMapper();

  private Quickstart() {}

  /** Writes the same servers into this folder; {@code ${NODE}} is where Node is. */
  static Path withLocalPackages(Path folder) throws IOException {
    ObjectNode root = (ObjectNode) JSON.readTree(Files.readString(FILE));
    for (JsonNode server : root.path("mcpServers")) {
      localise((ObjectNode) server);
    }
    return Files.writeString(folder.resolve("mcp.json"), root.toPrettyString());
  }

  private static void localise(ObjectNode server) throws IOException {
    assertThat(server.path("command").asString()).isEqualTo("npx");
    ArrayNode arguments = (ArrayNode) server.path("args");
    assertThat(arguments.path(0).asString()).isEqualTo("-y");
    String[] nameAndVersion =
        arguments.path(1).asString().replace("@modelcontextprotocol/", "").split("@", -1);
    String version =
        JSON.readTree(Files.readString(Path.of(Peers.program(nameAndVersion[0] + "/package.json"))))
            .path("version")
            .asString();
    assertThat(nameAndVersion[1]).as("the version that is tested").isEqualTo(version);
    server.put("command", "${NODE}");
    arguments.remove(0);
    arguments.set(0, Peers.program(nameAndVersion[0] + "/dist/index.js"));
  }
}
