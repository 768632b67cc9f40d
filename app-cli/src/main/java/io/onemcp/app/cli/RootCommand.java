package io.onemcp.app.cli;

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
final class RootCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private RootCommand() {}

  /** Returns all commands, as they behave on a machine. */
  static CommandLine on(HostSystem host) {
    CommandErrors errors = new CommandErrors();
    return new CommandLine(new RootCommand())
        .addSubcommand(ServeCommand.on(host))
        .addSubcommand(new WaitCommand(host))
        .addSubcommand(new RehearseCommand(host))
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors);
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
