package io.onemcp.benchmarks.soak;

import io.onemcp.benchmarks.process.Child;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.core.protocol.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The servers behind the gateway: their processes, and the configuration that names them. */
final class SoakServers implements AutoCloseable {
  static final String MOVING = "moving";
  static final String EXTRA = "extra";

  /** Those that are killed, since the gateway starts them. */
  static final List<String> CHILDREN = List.of("pipe-old", "pipe-new", MOVING);

  static final List<String> LISTENING = List.of("net-old", "net-new");

  /** Those that ask their callers. */
  static final List<String> ASKING = List.of("pipe-old", "pipe-new", "net-old", "net-new");

  /** Those that are always there. */
  static final List<String> STEADY = List.of("pipe-old", "pipe-new", "net-old", "net-new", MOVING);

  /** Early in every command line, where it is not cut off. */
  private static final String MARK = "-Dsoak.server=";

  private final Path folder;
  private final int firstPort;
  private final List<Child> listening = new ArrayList<>();

  SoakServers(Path folder, int firstPort) throws IOException {
    this.folder = folder;
    this.firstPort = firstPort;
    for (String name : LISTENING) {
      listening.add(listen(name));
    }
  }

  Path config() {
    return folder.resolve("mcp.json");
  }

  /** Returns whether a process is one that the gateway has started for a server. */
  static boolean isServer(ProcessHandle process, String name) {
    return process.info().commandLine().orElse("").contains(MARK + name + " ");
  }

  static boolean isServer(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains(MARK);
  }

  /** Ends one that listens as a crash does, and starts it again. */
  void restart(String name) throws IOException {
    int number = LISTENING.indexOf(name);
    Child old = listening.get(number);
    old.process().destroyForcibly();
    old.close();
    listening.set(number, listen(name));
  }

  private Child listen(String name) throws IOException {
    int port = port(name);
    List<String> command = java(name, SoakHttp.class, "" + port, name, era(name).name());
    return Child.start(folder.resolve(name + ".log"), command).awaitPort(port);
  }

  private int port(String name) {
    return firstPort + 1 + LISTENING.indexOf(name);
  }

  private static Era era(String name) {
    return name.endsWith("new") ? Era.STATELESS : Era.STATEFUL;
  }

  private static List<String> java(String name, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>(Child.java(main, (Object[]) arguments));
    command.addAll(1, List.of(MARK + name, "-XX:TieredStopAtLevel=1", "-Xmx64m", "-Xss512k"));
    return command;
  }

  /** Replaces the configuration as editors do: {@code moving} gets another version. */
  void write(int version, boolean extra) throws IOException {
    JsonWriter servers = new JsonWriter();
    for (String name : STEADY) {
      servers.put(name, entry(name, version));
    }
    if (extra) {
      servers.put(EXTRA, entry(EXTRA, 0));
    }
    Json runtime =
        Json.of("{\"limits\":{\"sessionIdle\":\"60s\"},\"supervision\":{\"stableAfter\":\"15s\"}}");
    Json whole = new JsonWriter().put("mcpServers", servers.json()).put("runtime", runtime).json();
    Path draft = Files.writeString(folder.resolve("mcp.json.new"), whole.toString());
    Files.move(
        draft, config(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private Json entry(String name, int version) {
    if (LISTENING.contains(name)) {
      return new JsonWriter().put("url", "http://127.0.0.1:" + port(name) + "/mcp").json();
    }
    List<String> command = java(name, SoakStdio.class, name, era(name).name());
    List<String> arguments = new ArrayList<>(command.subList(1, command.size()));
    JsonWriter entry = new JsonWriter().put("command", command.getFirst());
    if (name.equals(MOVING)) {
      entry.put("env", new JsonWriter().put("VERSION", "" + version / 2).json());
      arguments.add("" + version);
    }
    return entry.put("args", JsonWriter.strings(arguments)).json();
  }

  @Override
  public void close() {
    listening.forEach(Child::close);
  }
}
