package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.app.embedded.BackendReport;
import io.onemcp.app.embedded.OneMcpRuntime;
import io.onemcp.core.config.GatewayConfig;
import io.onemcp.testkit.ScriptedClient;
import io.onemcp.testkit.ScriptedServer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A gateway inside this JVM, on a free port, with scripted peers on both sides. */
final class ScriptedGateway implements AutoCloseable {
  private static final Duration START_WITHIN = Duration.ofSeconds(30);

  private final Deque<AutoCloseable> ends = new ArrayDeque<>();
  private final OneMcpRuntime.Builder builder;
  private @Nullable OneMcpRuntime runtime;

  private ScriptedGateway(OneMcpRuntime.Builder builder) {
    this.builder = builder;
  }

  /** Begins a gateway that has no backends yet and is not started. */
  static ScriptedGateway prepare() {
    return prepare(GatewayConfig.DEFAULT);
  }

  static ScriptedGateway prepare(GatewayConfig config) {
    return prepare(OneMcpRuntime.builder().config(config));
  }

  static ScriptedGateway prepare(OneMcpRuntime.Builder builder) {
    return new ScriptedGateway(builder);
  }

  /** Starts a gateway with one backend, which has the line's own name. */
  static ScriptedGateway before(BackendLine line, ScriptedServer server)
      throws InterruptedException {
    return prepare().with(line, server).start();
  }

  ScriptedGateway with(BackendLine line, ScriptedServer server) {
    return with(line.label(), line, server);
  }

  ScriptedGateway with(String name, BackendLine line, ScriptedServer server) {
    ends.push(line.serve(name, server, builder));
    return this;
  }

  /** Starts, and waits until every backend is ready. */
  ScriptedGateway start() throws InterruptedException {
    startUnsettled();
    assertThat(runtime().awaitSettled(START_WITHIN)).isTrue();
    assertThat(runtime().backends()).extracting(BackendReport::state).containsOnly("ready");
    return this;
  }

  ScriptedGateway startUnsettled() {
    runtime = builder.http("127.0.0.1", 0).start();
    return this;
  }

  OneMcpRuntime runtime() {
    return Objects.requireNonNull(runtime);
  }

  /** A client of everything. */
  ScriptedClient client() {
    return client(runtime().url().orElseThrow());
  }

  /** A client of one backend alone. */
  ScriptedClient client(String backend) {
    return client(URI.create(runtime().url().orElseThrow() + "/server/" + backend));
  }

  private ScriptedClient client(URI endpoint) {
    ScriptedClient client = ScriptedClient.of(endpoint);
    synchronized (ends) {
      ends.push(client);
    }
    return client;
  }

  @Override
  public void close() {
    if (runtime != null) {
      runtime.close();
    }
    ends.forEach(ScriptedGateway::end);
  }

  private static void end(AutoCloseable peer) {
    try {
      peer.close();
    } catch (Exception e) {
      throw new IllegalStateException("a scripted peer could not be closed", e);
    }
  }
}
