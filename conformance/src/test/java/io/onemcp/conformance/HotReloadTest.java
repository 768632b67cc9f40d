package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.adapters.config.JsonConfigFile;
import io.onemcp.app.embedded.BackendReport;
import io.onemcp.app.embedded.OneMcpRuntime;
import io.onemcp.core.config.ConfigSource.Reading;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.reload.ConfigStanding;
import io.onemcp.core.reload.Reload;
import io.onemcp.testkit.ScriptedClient;
import io.onemcp.testkit.ScriptedHttp;
import io.onemcp.testkit.ScriptedServer;
import io.onemcp.testkit.StatefulClient;
import io.onemcp.testkit.StatelessClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Edits of the file under load: 200 of them, while eight clients of both eras make some hundred
 * calls a second to servers that change and to servers that do not.
 */
final class HotReloadTest {
  private static final int EDITS = 200;
  private static final int KINDS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path folder;

  private final ScriptedHttp steady =
      ScriptedHttp.serve(ScriptedServer.stateless().echoTool("echo"));
  private final ScriptedHttp turning =
      ScriptedHttp.serve(ScriptedServer.stateful().echoTool("echo"));
  private final BlockingQueue<Reload> reloads = new LinkedBlockingQueue<>();
  private final BlockingQueue<BackendReport> reports = new LinkedBlockingQueue<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final CountDownLatch enough = new CountDownLatch(1);
  private OneMcpRuntime runtime = OneMcpRuntime.builder().start();

  @BeforeEach
  void start() throws Exception {
    Path file = Files.writeString(folder.resolve("mcp.json"), config(0, 0, false));
    JsonConfigFile source = new JsonConfigFile(file, Map.of());
    Reading.Loaded first = (Reading.Loaded) source.load();
    assertThat(first.skipped()).isEmpty();
    runtime.close();
    runtime =
        OneMcpRuntime.builder().config(first, source).watch(file).http("127.0.0.1", 0).start();
    assertThat(runtime.awaitSettled(PATIENCE)).isTrue();
    runtime.onReload(reloads::add);
    runtime.onBackendChange(reports::add);
  }

  @AfterEach
  void end() {
    enough.countDown();
    runtime.close();
    steady.close();
    turning.close();
  }

  @Test
  void whenTheFileIsEditedTwoHundredTimesUnderLoad_thenNoCallFails() throws Exception {
    List<Thread> load = startLoad();
    String still = said("still__say");

    for (int edit = 1; edit <= EDITS; edit++) {
      switch (edit % KINDS) {
        case 1 -> addServer(edit);
        case 2 -> removeServer(edit);
        case 3 -> breakFile();
        default -> change(edit);
      }
    }
    enough.countDown();
    for (Thread client : load) {
      assertThat(client.join(PATIENCE)).isTrue();
    }

    assertThat(failures).isEmpty();
    assertThat(calls.get()).isGreaterThan(EDITS);
    assertThat(said("still__say")).isEqualTo(still);
    assertThat(steady.sessions()).isZero();
    Eventually.see(() -> said("moving__say"), said -> said.equals("version " + EDITS), PATIENCE);
  }

  private void change(int edit) throws Exception {
    write(config(edit, edit, false));
    awaitReload(outcome -> outcome.lines().contains("~ moving: env.SAYS (restarts)"));
  }

  /** What is listed is complete as soon as the new server says that it is ready. */
  private void addServer(int edit) throws Exception {
    reports.clear();
    write(config(edit, edit - 1, true));
    awaitReload(outcome -> outcome.lines().contains("+ extra"));
    for (BackendReport report = next(reports);
        !report.name().equals("extra") || !report.ready();
        report = next(reports)) {
      assertThat(report.state()).isNotEqualTo("crash-looped");
    }
    assertThat(runtime.client().tools()).contains("extra__say");
  }

  private void removeServer(int edit) throws Exception {
    write(config(edit, edit - 2, false));
    awaitReload(outcome -> outcome.lines().contains("- extra"));
    assertThat(runtime.client().tools()).doesNotContain("extra__say");
  }

  private void breakFile() throws Exception {
    List<String> tools = runtime.client().tools();
    write("{\"mcpServers\": {\"still\": ");
    awaitReload(Reload.Rejected.class::isInstance);
    assertThat(runtime.configuration().state()).isEqualTo(ConfigStanding.State.REJECTED);
    assertThat(runtime.client().tools()).isEqualTo(tools);
  }

  private void awaitReload(Predicate<Reload> wanted) throws InterruptedException {
    Reload outcome = next(reloads);
    while (!wanted.test(outcome)) {
      outcome = next(reloads);
    }
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came within " + PATIENCE);
    }
    return next;
  }

  /** Editors rename a new file over the old one, or write into it. */
  private void write(String text) throws IOException {
    Path file = folder.resolve("mcp.json");
    if (text.length() % 2 == 0) {
      Files.writeString(file, text);
    } else {
      Path draft = Files.writeString(folder.resolve("mcp.json.tmp"), text);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * The untouched servers, and those whose connection depends on the version.
   *
   * @param edit in a tag of an untouched server, which changes nothing for it
   */
  private String config(int edit, int version, boolean extra) {
    ObjectNode root = JSON.createObjectNode();
    root.putObject("runtime").putObject("reload").put("debounce", "10ms");
    ObjectNode servers = root.putObject("mcpServers");
    shell(servers, "still").putArray("tags").add("edit " + edit);
    servers.putObject("far").put("type", "http").put("url", steady.url().toString());
    shell(servers, "moving").putObject("env").put("SAYS", "version " + version);
    servers
        .putObject("turning")
        .put("type", "http")
        .put("url", turning.url().toString())
        .putObject("headers")
        .put("X-Version", "v" + version);
    if (extra) {
      shell(servers, "extra");
    }
    return root.toPrettyString();
  }

  private static ObjectNode shell(ObjectNode servers, String name) {
    List<String> command = ShellServer.command();
    ObjectNode server = servers.putObject(name).put("command", command.getFirst());
    // What the shell is to fill in is written so that the configuration does not.
    command.stream()
        .skip(1)
        .map(argument -> argument.replace("${", "$${"))
        .forEach(server.withArray("args")::add);
    return server;
  }

  private List<Thread> startLoad() {
    URI endpoint = runtime.url().orElseThrow();
    return Stream.of("still__say", "far__echo", "moving__say", "turning__echo")
        .flatMap(tool ->
            Stream.of(
                client(() -> askable(endpoint), tool), client(() -> stateless(endpoint), tool)))
        .toList();
  }

  private Thread client(Connecting connecting, String tool) {
    return Thread.ofVirtual()
        .name("client of " + tool)
        .start(() -> callUntilEnough(connecting, tool));
  }

  private void callUntilEnough(Connecting connecting, String tool) {
    try {
      Calling calling = connecting.connect();
      do {
        calls.incrementAndGet();
        Json result = calling.call(tool);
        if (result.at("isError") != null) {
          failures.add(tool + ": " + result);
        }
      } while (!enough.await(80, TimeUnit.MILLISECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | AssertionError e) {
      failures.add(tool + ": " + e);
    }
  }

  /** A client that can be asked, so that stateful servers have a session of its own. */
  private static Calling askable(URI endpoint) throws InterruptedException {
    StatefulClient client =
        ScriptedClient.of(endpoint).initialize(Revision.V2025_11_25, "{\"elicitation\":{}}");
    return tool -> client.callTool(tool, "{\"value\":\"v\"}");
  }

  private static Calling stateless(URI endpoint) {
    StatelessClient client = ScriptedClient.of(endpoint).stateless();
    return tool -> client.callTool(tool, "{\"value\":\"v\"}");
  }

  private String said(String tool) {
    try {
      return runtime.client().callForText(tool, Json.EMPTY_OBJECT);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @FunctionalInterface
  private interface Connecting {
    Calling connect() throws InterruptedException;
  }

  @FunctionalInterface
  private interface Calling {
    Json call(String tool) throws InterruptedException;
  }
}
