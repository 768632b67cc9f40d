package io.onemcp.app.cli;

import io.onemcp.app.embedded.Version;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonReader;
import io.onemcp.core.protocol.json.JsonWriter;
import io.onemcp.core.protocol.json.MalformedJsonException;
import io.onemcp.core.runtime.StateFiles;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which process serves a runtime scope, and where. It stands in the state file {@code runtime.json}
 * as long as that process runs; a file whose process is gone counts as none.
 *
 * @param pid of the process
 * @param started when the process began, since numbers of processes are used again
 * @param url where MCP is spoken, as programs on this machine reach it
 * @param socket path of a Unix domain socket that serves the same
 * @param version of the gateway
 */
record RunningRuntime(
    long pid, Optional<Instant> started, URI url, Optional<String> socket, String version) {
  /** The state file. */
  static final String FILE = "runtime.json";

  /** Describes this process. */
  static RunningRuntime here(URI url, Optional<String> socket) {
    ProcessHandle self = ProcessHandle.current();
    return new RunningRuntime(
        self.pid(), self.info().startInstant(), reachable(url), socket, Version.current());
  }

  /** Returns what runs in a scope; empty if nothing does, or nothing that can be understood. */
  static Optional<RunningRuntime> in(StateFiles scope) {
    return scope.read(FILE).flatMap(RunningRuntime::parse).filter(RunningRuntime::isAlive);
  }

  /** Makes itself known in a scope. */
  void announce(StateFiles scope) {
    scope.write(FILE, json() + "\n");
  }

  /** Takes the announcement back, unless another runtime has replaced it. */
  void withdraw(StateFiles scope) {
    if (scope.read(FILE).flatMap(RunningRuntime::parse).filter(this::equals).isPresent()) {
      scope.remove(FILE);
    }
  }

  /** Tells the process to end in order, as TERM does. */
  void end() {
    process().ifPresent(ProcessHandle::destroy);
  }

  private boolean isAlive() {
    return process().isPresent();
  }

  private Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isTheSame);
  }

  private boolean isTheSame(ProcessHandle process) {
    Optional<Instant> began = process.info().startInstant();
    return started.isEmpty() || began.isEmpty() || started.equals(began);
  }

  private Json json() {
    return new JsonWriter()
        .put("pid", pid)
        .putPresent("started", text(started.map(Instant::toString)))
        .put("url", url.toString())
        .putPresent("socket", text(socket))
        .put("version", version)
        .json();
  }

  private static @Nullable Json text(Optional<String> text) {
    return text.map(Json::string).orElse(null);
  }

  private static Optional<RunningRuntime> parse(String text) {
    try {
      Json json =
          new JsonReader(JsonReader.DEFAULT_MAX_DEPTH)
              .read(text.strip().getBytes(StandardCharsets.UTF_8));
      String url = json.text("url");
      String started = json.text("started");
      return url == null
          ? Optional.empty()
          : Optional.of(
              new RunningRuntime(
                  Long.parseLong(String.valueOf(json.at("pid"))),
                  Optional.ofNullable(started).map(Instant::parse),
                  URI.create(url),
                  Optional.ofNullable(json.text("socket")),
                  String.valueOf(json.text("version"))));
    } catch (MalformedJsonException | IllegalArgumentException | DateTimeParseException _) {
      return Optional.empty();
    }
  }

  /** An address that means every one of this machine is no address to connect to. */
  private static URI reachable(URI url) {
    try {
      return InetAddress.getByName(url.getHost()).isAnyLocalAddress()
          ? new URI(url.getScheme(), null, "127.0.0.1", url.getPort(), url.getPath(), null, null)
          : url;
    } catch (UnknownHostException | URISyntaxException _) {
      return url;
    }
  }
}
