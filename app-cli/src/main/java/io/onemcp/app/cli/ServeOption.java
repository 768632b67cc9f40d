package io.onemcp.app.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code serve} can be told on its command line; both of its readers know it from here. */
enum ServeOption {
  CONFIG(
      Kind.PATH,
      "FILE",
      "Configuration file. Default: mcp.json in the user's configuration folder.",
      "--config",
      Optional.of("-c")),
  HOST(Kind.TEXT, "HOST", "Name or address to listen on. Default: 127.0.0.1.", "--host"),
  PORT(Kind.NUMBER, "PORT", "Port to listen on; 0 picks a free one. Default: 3050.", "--port"),
  NO_AUTH(Kind.CHOICE, "BOOLEAN", "Let everybody call who reaches the address.", "--no-auth"),
  CONFIRM_NO_AUTH(
      Kind.CHOICE,
      "BOOLEAN",
      "Accept --no-auth on an address that other machines reach.",
      "--confirm-no-auth"),
  SOCKET(Kind.PATH, "PATH", "Serve the same on a Unix domain socket, without a key.", "--socket"),
  CONFIG_RELOAD(
      Kind.CHOICE,
      "BOOLEAN",
      "Apply changes of the configuration file while running. Default: true.",
      "--enable-config-reload"),
  RESTART(
      Kind.FLAG,
      "",
      "Take over from the gateway that serves the same configuration: its sessions go on here,"
          + " and it ends.",
      "--restart");

  private final Kind kind;
  private final String label;
  private final String description;
  private final String name;
  private final Optional<String> letter;

  ServeOption(Kind kind, String label, String description, String name) {
    this(kind, label, description, name, Optional.empty());
  }

  ServeOption(Kind kind, String label, String description, String name, Optional<String> letter) {
    this.kind = kind;
    this.label = label;
    this.description = description;
    this.name = name;
    this.letter = letter;
  }

  Kind kind() {
    return kind;
  }

  String label() {
    return label;
  }

  String description() {
    return description;
  }

  /** Returns how it may be called, the name that it goes by last. */
  List<String> names() {
    return Stream.concat(letter.stream(), Stream.of(name)).toList();
  }

  /** What stands behind the name of an option. */
  enum Kind {
    /** The path of a file. */
    PATH,
    /** Any text. */
    TEXT,
    /** An integer. */
    NUMBER,
    /** Nothing, which means yes, or yes or no. */
    CHOICE,
    /** Nothing. */
    FLAG
  }
}
