package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.onemcp.conformance.DrivenClient.Call;
import io.onemcp.conformance.DrivenClient.Report;
import io.onemcp.conformance.matrix.CompatibilityPage;
import io.onemcp.testkit.Received;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Clients of the real SDKs and servers of the real SDKs, each with each, through one gateway. */
@Tag("peers")
@ExtendWith(Peers.class)
@Timeout(180)
class RealPeersTest {
  private static final String PROGRESS = "test_tool_with_progress";
  private static final String ELICITATION = "test_elicitation";

  /** What the answers have to hold, by tool. */
  private static final Map<String, String> ANSWERS =
      Map.of(
          "test_simple_text",
          "simple text",
          "test_tool_with_progress",
          "Reported to",
          "test_sampling",
          "Paris",
          ELICITATION,
          "ada",
          "test_input_required_result_list_roots",
          "file:///workspace");

  private static final Map<String, Map<String, Object>> ARGUMENTS =
      Map.of("test_sampling", Map.of("prompt", "Which?"), ELICITATION, Map.of("message", "Who?"));

  private static final Map<String, String> SERVERS = new LinkedHashMap<>();
  private static final Map<String, String> FOUND = new LinkedHashMap<>();

  @TempDir static Path folder;
  @AutoClose private static FixtureServer stateful;
  @AutoClose private static FixtureServer stateless;
  @AutoClose private static FirstSdkServer first;
  @AutoClose private static Gateway gateway;

  @BeforeAll
  static void start() {
    stateful = FixtureServer.start("stateful");
    stateless = FixtureServer.start("stateless");
    first = FirstSdkServer.start();
    SERVERS.put("ts2-stateless", "TypeScript 2.4.0, 2026-07-28");
    SERVERS.put("ts2-stateless-stdio", "the same over stdio");
    SERVERS.put("ts2-stateful", "TypeScript 2.4.0, 2025-11-25");
    SERVERS.put("ts1", "TypeScript 1.32.2, 2025-11-25");
    SERVERS.put("ts1-stdio", "the same over stdio");
    SERVERS.put("java", "Java 2.1.0 over stdio");
    gateway =
        Gateway.embedded(
            new ConfigFile()
                .http("ts2-stateless", stateless.mcp())
                .stdio("ts2-stateless-stdio", FixtureServer.stdioCommand("stateless"))
                .http("ts2-stateful", stateful.mcp())
                .http("ts1", first.mcp())
                .stdio("ts1-stdio", FirstSdkServer.stdioCommand())
                .stdio("java", Java.command(AskingSdkServer.class.getName()))
                .writeTo(folder));
  }

  @TestFactory
  Stream<DynamicTest> whenAClientMeetsAServer_thenItListsCallsAndIsAsked() {
    Stream<DynamicTest> meetings =
        Arrays.stream(Client.values())
            .flatMap(client ->
                SERVERS.keySet().stream()
                    .map(server ->
                        DynamicTest.dynamicTest(
                            client.label + " to " + server, () -> meet(client, server))));
    DynamicTest page =
        DynamicTest.dynamicTest(
            "the page says so", () -> CompatibilityPage.assertSays("peers", table()));
    return Stream.concat(meetings, Stream.of(page));
  }

  private static void meet(Client client, String server) {
    // The server of the Java SDK 2.1.0 cannot write an elicitation.
    boolean elicits = !server.equals("java");
    List<Call> calls =
        ANSWERS.keySet().stream()
            .filter(tool -> elicits || !tool.equals(ELICITATION))
            .map(tool -> new Call(tool, ARGUMENTS.getOrDefault(tool, Map.of())))
            .toList();

    Seen seen = client == Client.JAVA ? java(server, calls) : driven(client, server, calls);

    assertThat(seen.tools()).containsAll(calls.stream().map(Call::name).toList());
    // The Java client hands progress on by several threads.
    assertThat(seen.progress()).containsExactlyInAnyOrder("0", "50", "100");
    assertThat(seen.answers()).hasSameSizeAs(calls);
    for (int i = 0; i < calls.size(); i++) {
      assertThat(seen.answers().get(i)).contains(ANSWERS.get(calls.get(i).name()));
    }
    FOUND.put(client + " " + server, elicits ? "all" : "all but elicitation");
  }

  private static Seen driven(Client client, String server, List<Call> calls) {
    List<String> options = new ArrayList<>(client.options);
    options.add("--elicit");
    Report report = DrivenClient.drive(gateway.mcp(server), options, calls);
    assertThat(report.code()).as(report.toString()).isZero();
    int progressing = calls.stream().map(Call::name).toList().indexOf(PROGRESS);
    return new Seen(report.tools(), report.progress(progressing), report.answers());
  }

  private static Seen java(String server, List<Call> calls) {
    Received<ProgressNotification> progress = new Received<>();
    try (McpSyncClient client = SdkClient.asked(gateway.mcp(server), progress::add)) {
      List<String> answers = new ArrayList<>();
      for (Call call : calls) {
        CallToolRequest request =
            CallToolRequest.builder(call.name())
                .arguments(call.arguments())
                .progressToken(call.name())
                .build();
        answers.add(((TextContent) client.callTool(request).content().getFirst()).text());
      }
      List<ProgressNotification> told = progress.await("progress", 3, _ -> true);
      return new Seen(
          client.listTools().tools().stream().map(tool -> tool.name()).toList(),
          told.stream().map(one -> String.valueOf(one.progress().intValue())).toList(),
          answers);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String table() {
    List<String> lines = new ArrayList<>();
    lines.add("| client \\ server | " + String.join(" | ", SERVERS.values()) + " |");
    lines.add("|---|" + "---|".repeat(SERVERS.size()));
    for (Client client : Client.values()) {
      lines.add(
          "| %s | %s |"
              .formatted(
                  client.label,
                  SERVERS.keySet().stream()
                      .map(server -> FOUND.getOrDefault(client + " " + server, "FAILS"))
                      .collect(Collectors.joining(" | "))));
    }
    return String.join("\n", lines);
  }

  /** What a client saw of a server. */
  private record Seen(List<String> tools, List<String> progress, List<String> answers) {}

  @SuppressWarnings("ImmutableEnumChecker") // lists that nobody changes
  private enum Client {
    STATELESS("TypeScript 2.4.0, 2026-07-28", "--mode", "2026-07-28"),
    STATEFUL("TypeScript 2.4.0, 2025-11-25", "--mode", "legacy"),
    FIRST("TypeScript 1.32.2, 2025-11-25", "--client", "sdk1"),
    JAVA("Java 2.1.0, 2025-11-25");

    private final String label;
    private final List<String> options;

    Client(String label, String... options) {
      this.label = label;
      this.options = List.of(options);
    }
  }
}
