package io.onemcp.app.cli;

import io.onemcp.adapters.config.Nearest;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what goes wrong in a command into one sentence and an exit code. */
final class CommandErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {
  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(name + ": " + sentence(e) + " (see " + name + " --help)");
    return ExitCode.USAGE.number();
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult arguments) {
    String name = command.getCommandSpec().qualifiedName();
    return CommandEnd.after(e, name, command.getErr()).number();
  }

  private static String sentence(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().getFirst().replaceFirst("=.*", "");
      String meant =
          Nearest.to(word, known(e.getCommandLine().getCommandSpec()))
              .map(it -> "; did you mean \"" + it + "\"?")
              .orElse("");
      return "unknown "
          + (word.startsWith("-") ? "option" : "argument")
          + " \""
          + word
          + "\""
          + meant;
    }
    return Objects.requireNonNullElse(e.getMessage(), "wrong arguments");
  }

  private static Set<String> known(CommandSpec command) {
    Set<String> known = new TreeSet<>(command.optionsMap().keySet());
    known.addAll(command.subcommands().keySet());
    return known;
  }
}
