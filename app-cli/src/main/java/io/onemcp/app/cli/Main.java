package io.onemcp.app.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where every command begins. What it loads, all of them wait for: picocli is not among it, see
 * {@link ServeArguments}.
 */
public final class Main {
  /**
   * Settings of libraries and of the JDK, in force unless somebody set them: Guice without
   * generated classes, which would make the JVM warn; all logs through one back end, which writes
   * to standard error; and a thread that tells virtual threads of what their sockets have to read,
   * where otherwise two more virtual threads would take turns at it.
   */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "jdk.pollerMode", "1",
          "guice_bytecode_gen_option", "DISABLED",
          "org.jboss.logging.provider", "slf4j",
          "org.slf4j.simpleLogger.log.io.undertow", "warn",
          "org.slf4j.simpleLogger.log.org.xnio", "warn",
          "org.slf4j.simpleLogger.log.org.jboss", "warn",
          "org.slf4j.simpleLogger.showShortLogName", "true",
          "org.slf4j.simpleLogger.showDateTime", "true",
          "org.slf4j.simpleLogger.dateTimeFormat", "HH:mm:ss.SSS");

  private Main() {}

  /** Runs one command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    SETTINGS.forEach((property, value) -> System.getProperties().putIfAbsent(property, value));
    System.exit(run(HostSystem.current(), List.of(args)));
  }

  private static int run(HostSystem host, List<String> args) {
    Optional<ServeArguments> plain =
        args.isEmpty() || !args.getFirst().equals(Serving.COMMAND)
            ? Optional.empty()
            : ServeArguments.plain(args.subList(1, args.size()));
    return plain
        .map(arguments -> serve(host, arguments))
        .orElseGet(() -> RootCommand.on(host).execute(args.toArray(String[]::new)));
  }

  private static int serve(HostSystem host, ServeArguments arguments) {
    PrintWriter err = printer(System.err);
    try {
      Serving.untilTold(host, arguments, printer(System.out), err);
      return ExitCode.OK.number();
    } catch (Exception e) {
      return CommandEnd.after(e, "onemcp " + Serving.COMMAND, err).number();
    }
  }

  private static PrintWriter printer(PrintStream stream) {
    return new PrintWriter(stream, true, stream.charset());
  }
}
