package io.onemcp.testkit;

import io.onemcp.core.config.BackendDefinition;
import io.onemcp.core.config.BackendTransport;
import io.onemcp.core.config.StopTimes;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A scripted server as a program that speaks on its standard input and output. */
public final class ScriptedChild {
  /** What the program does. */
  public enum Scenario {
    /** An {@link ObedientServer} of both eras. */
    OBEDIENT,
    /** Offers the tool {@code echo}, in the stateful era. */
    STATEFUL,
    /** Offers the tool {@code echo}, in the stateless era. */
    STATELESS,
    /** Offers the tool {@code echo}, in both eras. */
    DUAL,
    /**
     * Stateful, and exits on any request before {@code initialize}, as servers made with rmcp do.
     */
    EXITS_BEFORE_INITIALIZE,
    /** Exits with code 3 on the first request. */
    EXITS_ON_FIRST_REQUEST,
    /** Stateful, and survives the end of its input and a TERM signal. */
    DEAF,
    /** Stateful, and writes 1 MiB on its standard error first. */
    FLOODS_STDERR,
    /** Stateful, and writes lines that are no JSON first. */
    WRITES_GARBAGE
  }

  /** Long enough for a busy machine, short enough to wait for. */
  private static final StopTimes STOP =
      new StopTimes(Duration.ofSeconds(1), Duration.ofMillis(500));

  private static final int EXIT_CODE = 3;
  private static final int FLOOD_LINES = 1 << 14;

  private ScriptedChild() {}

  /** Returns a backend of this name that runs the program on the JVM and class path of the test. */
  public static BackendDefinition definition(String name, Scenario scenario) {
    return BackendDefinition.of(
        name,
        new BackendTransport.Stdio(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            arguments(scenario),
            Map.of(),
            Optional.empty(),
            STOP));
  }

  /** Returns the arguments for {@code java} that run the program. */
  public static List<String> arguments(Scenario scenario) {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return List.of(
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xshare:auto",
        "-cp",
        String.valueOf(classPath),
        ScriptedChild.class.getName(),
        scenario.name());
  }

  /** Runs the scenario that the first argument names. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Scenario scenario = Scenario.valueOf(args[0]);
    PrintStream out = System.out;
    prepare(scenario, out);
    new LineServer(server(scenario), System.in, out, ScriptedChild::exit).run();
    if (scenario == Scenario.DEAF) {
      new CountDownLatch(1).await();
    }
  }

  private static void prepare(Scenario scenario, PrintStream out) {
    switch (scenario) {
      case DEAF -> Runtime.getRuntime().addShutdownHook(new Thread(ScriptedChild::waitForever));
      case FLOODS_STDERR -> {
        for (int i = 0; i < FLOOD_LINES; i++) {
          System.err.println("a line of sixty-four characters, which is said over and over again");
        }
      }
      case WRITES_GARBAGE -> {
        out.println("Starting up ...");
        out.println("{\"level\":\"info\",\"msg\":\"listening\"}");
        out.write("\u00ff\u00fe\n".getBytes(StandardCharsets.ISO_8859_1), 0, 3);
        out.flush();
      }
      default -> {
        // The others begin by listening.
      }
    }
  }

  private static ScriptedServer server(Scenario scenario) {
    return switch (scenario) {
      case OBEDIENT -> ObedientServer.of(Revision.LATEST_STATELESS, Revision.LATEST_STATEFUL);
      case STATELESS -> ScriptedServer.stateless().echoTool("echo");
      case DUAL -> ScriptedServer.dual().echoTool("echo");
      case EXITS_ON_FIRST_REQUEST -> ScriptedServer.dual().before((_, reply) -> reply.die());
      case EXITS_BEFORE_INITIALIZE -> exitsBeforeInitialize();
      default -> ScriptedServer.stateful().echoTool("echo");
    };
  }

  private static ScriptedServer exitsBeforeInitialize() {
    List<String> seen = new ArrayList<>();
    return ScriptedServer.stateful()
        .echoTool("echo")
        .before((request, reply) -> {
          synchronized (seen) {
            seen.add(request.method());
            if (!seen.getFirst().equals(Methods.INITIALIZE)) {
              reply.die();
            }
          }
        });
  }

  private static void exit() {
    System.err.println("exiting as told");
    Runtime.getRuntime().halt(EXIT_CODE);
  }

  private static void waitForever() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
