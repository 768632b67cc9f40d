package io.onemcp.adapters.stdio;

import java.io.InputStream;

/**
 * What one child writes for people, without the secrets of its configuration: kept for as long as
 * its connection, kept for its server beyond that, and logged. Safe for use by many threads.
 */
final class ErrorOutput {
  private static final String OURS = "-- ";

  private final String server;
  private final Secrets secrets;
  private final LineTail ofServer;
  private final ServerLogs logs;
  private final LineTail own = new LineTail();

  ErrorOutput(String server, Secrets secrets, LineTail ofServer, ServerLogs logs) {
    this.server = server;
    this.secrets = secrets;
    this.ofServer = ofServer;
    this.logs = logs;
  }

  /** Takes everything up to the end of a stream. */
  void drain(InputStream in) {
    new ErrorReader(secrets, this::take).drain(in);
  }

  private void take(String line) {
    own.add(line);
    ofServer.add(line);
    logs.add(server, line);
  }

  /** Logs a word of ours about the child. */
  void note(String text) {
    logs.add(server, OURS + text);
  }

  /** Logs what came where messages belong, and returns it without secrets. */
  String stray(String sample) {
    String masked = secrets.maskedCut(sample);
    logs.add(server, OURS + "no message: " + masked.replaceAll("\\p{Cntrl}+", " "));
    return masked;
  }

  /** Returns the last lines of this child, oldest first. */
  String text() {
    return own.text();
  }

  /** Returns the last line of this child; empty where there is none. */
  String lastLine() {
    return own.lastLine();
  }
}
