package io.onemcp.app.cli;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Runs the gateway that a configuration file describes, until it is told to stop. */
@Command(
    name = Serving.COMMAND,
    description = "Run the gateway that a configuration file describes.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    versionProvider = Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:stopped by TERM, INT or HUP",
      "1:the configuration, the machine or the address did not allow it",
      "2:called with unknown or wrong options"
    })
final class ServeCommand implements Callable<Integer> {
  private final HostSystem system;

  @Spec private @Nullable CommandSpec spec;

  private ServeCommand(HostSystem system) {
    this.system = system;
  }

  /** Makes the command, for people to read about and for arguments that are not plain. */
  static CommandLine on(HostSystem system) {
    CommandSpec spec = CommandSpec.forAnnotatedObject(new ServeCommand(system));
    for (ServeOption option : ServeOption.values()) {
      spec.addOption(described(option));
    }
    return new CommandLine(spec);
  }

  private static OptionSpec described(ServeOption option) {
    OptionSpec.Builder builder =
        OptionSpec.builder(option.names().toArray(String[]::new)).description(option.description());
    return switch (option.kind()) {
      case PATH -> builder.paramLabel(option.label()).type(Path.class).build();
      case TEXT -> builder.paramLabel(option.label()).type(String.class).build();
      case NUMBER -> builder.paramLabel(option.label()).type(Integer.class).build();
      case CHOICE ->
          builder
              .paramLabel(option.label())
              .type(Boolean.class)
              .arity("0..1")
              .fallbackValue("true")
              .build();
      case FLAG -> builder.type(boolean.class).build();
    };
  }

  @Override
  public Integer call() throws InterruptedException {
    if (spec == null) {
      throw new IllegalStateException("serve: no command (expected: run by picocli)");
    }
    CommandLine command = spec.commandLine();
    Serving.untilTold(system, given(command.getParseResult()), command.getOut(), command.getErr());
    return ExitCode.OK.number();
  }

  static ServeArguments given(ParseResult parsed) {
    Map<ServeOption, String> given = new EnumMap<>(ServeOption.class);
    for (ServeOption option : ServeOption.values()) {
      String name = option.names().getLast();
      if (parsed.hasMatchedOption(name)) {
        given.put(option, String.valueOf(parsed.<Object>matchedOptionValue(name, "")));
      }
    }
    return new ServeArguments(given);
  }
}
