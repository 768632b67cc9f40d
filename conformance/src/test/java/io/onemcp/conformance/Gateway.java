package io.onemcp.conformance;

import io.onemcp.adapters.config.JsonConfigFile;
import io.onemcp.app.embedded.OneMcpRuntime;
import io.onemcp.core.config.ConfigSource.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** A gateway on a free port, without authentication: as users run it, or inside this JVM. */
final class Gateway implements AutoCloseable {
  private static final Duration START_WITHIN = Duration.ofSeconds(30);
  private static final Pattern ADDRESS = Pattern.compile("http://[^:/\\s]+:(\\d+)/mcp");
  private static final JsonMapper JSON = new JsonMapper();

  private final Runnable end;
  private final int port;
  private final HttpClient http = HttpSession.client();

  private Gateway(Runnable end, int port) {
    this.end = end;
    this.port = port;
  }

  /** The jar that a user gets. */
  static Path jar() {
    Path jar = Path.of("..", "app-cli", "target", "onemcp.jar").toAbsolutePath().normalize();
    if (!Files.exists(jar)) {
      throw new AssertionError(jar + " is missing (expected: built by mvn verify or ./onemcp)");
    }
    return jar;
  }

  /** Starts the jar that a user gets. */
  static Gateway packaged(Path config, Map<String, String> env) {
    return of(serve(List.of(Java.tool("java"), "-jar", jar().toString()), config, env));
  }

  /** Starts {@code onemcp serve} from the classes that these tests were compiled against. */
  static ChildProcess process(Path config) {
    return serve(Java.command("io.onemcp.app.cli.Main"), config, Map.of());
  }

  private static ChildProcess serve(List<String> java, Path config, Map<String, String> env) {
    List<String> command = new ArrayList<>(java);
    command.addAll(List.of("serve", "--config", config.toString(), "--port", "0", "--no-auth"));
    return ChildProcess.start(config.resolveSibling(""), env, command);
  }

  /** The gateway in a process, once it says where it listens. */
  static Gateway of(ChildProcess process) {
    try {
      String line = process.line(said -> ADDRESS.matcher(said).find(), START_WITHIN);
      Matcher address = ADDRESS.matcher(line);
      return new Gateway(process::close, address.find() ? Integer.parseInt(address.group(1)) : 0);
    } catch (AssertionError e) {
      process.close();
      throw e;
    }
  }

  /** The gateway at a port, which somebody else ends. */
  static Gateway at(int port) {
    return new Gateway(() -> {}, port);
  }

  /** Starts the runtime inside this JVM, with a socket. */
  static Gateway embedded(Path config) {
    if (!(new JsonConfigFile(config, Map.of()).load() instanceof Reading.Loaded loaded)) {
      throw new AssertionError(config + " cannot be used");
    }
    OneMcpRuntime runtime =
        OneMcpRuntime.builder().config(loaded.config()).http("127.0.0.1", 0).start();
    return new Gateway(runtime::close, runtime.url().orElseThrow().getPort());
  }

  /** Starts the runtime inside this JVM, with a socket; it follows changes of the file. */
  static Gateway following(Path config) {
    JsonConfigFile source = new JsonConfigFile(config, Map.of());
    if (!(source.load() instanceof Reading.Loaded loaded)) {
      throw new AssertionError(config + " cannot be used");
    }
    OneMcpRuntime runtime =
        OneMcpRuntime.builder().config(loaded, source).watch(config).http("127.0.0.1", 0).start();
    return new Gateway(runtime::close, runtime.url().orElseThrow().getPort());
  }

  /** The endpoint of everything. */
  URI mcp() {
    return URI.create("http://localhost:" + port + "/mcp");
  }

  /** The endpoint of one server alone, its names untouched. */
  URI mcp(String server) {
    return URI.create("http://localhost:" + port + "/mcp/server/" + server);
  }

  /** What {@code /health} says now. */
  JsonNode health() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/health"))
            .timeout(Duration.ofSeconds(10))
            .build();
    try {
      return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException("no health", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** What {@code /health} says of one backend now; missing if it knows none of this name. */
  JsonNode health(String backend) {
    return health()
        .path("backends")
        .valueStream()
        .filter(entry -> entry.path("name").asString("").equals(backend))
        .findFirst()
        .orElseGet(MissingNode::getInstance);
  }

  /** Waits until all backends have connected. */
  Gateway ready() {
    Eventually.see(this::health, now -> now.path("status").asString("").equals("ok"), START_WITHIN);
    return this;
  }

  /** Ends the gateway: in order inside this JVM, by force in a process. */
  @Override
  public void close() {
    http.close();
    end.run();
  }
}
