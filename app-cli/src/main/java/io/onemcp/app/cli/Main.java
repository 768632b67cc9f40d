package io.onemcp.app.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root command: its subcommands do the work, alone it prints how to call them. */
@Command(
    name = "onemcp",
    description = "One MCP endpoint in front of many MCP servers.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {DemoCommand.class, SampleServerCommand.class})
public final class Main implements Runnable {
  /**
   * Settings of libraries, in force unless somebody set them: Guice without generated classes,
   * which would make the JVM warn, and all logs through one back end, which writes to standard
   * error.
   */
  private static final Map<String, String> QUIET =
      Map.of(
          "guice_bytecode_gen_option", "DISABLED",
          "org.jboss.logging.provider", "slf4j",
          "org.slf4j.simpleLogger.log.io.undertow", "warn",
          "org.slf4j.simpleLogger.log.org.xnio", "warn",
          "org.slf4j.simpleLogger.log.org.jboss", "warn",
          "org.slf4j.simpleLogger.showShortLogName", "true",
          "org.slf4j.simpleLogger.showDateTime", "true",
          "org.slf4j.simpleLogger.dateTimeFormat", "HH:mm:ss.SSS");

  @Spec private CommandSpec spec = CommandSpec.create();

  private Main() {}

  /** Runs one command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    QUIET.forEach((property, value) -> System.getProperties().putIfAbsent(property, value));
    System.exit(commands(HostSystem.current()).execute(args));
  }

  /** Returns all commands, as they behave on a machine. */
  static CommandLine commands(HostSystem host) {
    CommandErrors errors = new CommandErrors();
    return new CommandLine(new Main())
        .addSubcommand(new ServeCommand(host))
        .addSubcommand(new WaitCommand(host))
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors);
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
