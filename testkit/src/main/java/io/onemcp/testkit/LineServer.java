package io.onemcp.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Serves a script over a pair of streams, one JSON text a line. */
final class LineServer implements Wire {
  private final ScriptedServer server;
  private final InputStream in;
  private final OutputStream out;
  private final Runnable death;

  /**
   * Makes a server for one client.
   *
   * @param death what ends the connection when the script says so
   */
  LineServer(ScriptedServer server, InputStream in, OutputStream out, Runnable death) {
    this.server = server;
    this.in = in;
    this.out = out;
    this.death = death;
  }

  /** Reads until the end of the input; each request is handled on its own thread. */
  void run() throws IOException {
    server.opened(this);
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      ScriptedServer.Handling handling = server.accept(line.getBytes(StandardCharsets.UTF_8), this);
      Thread.ofVirtual().start(() -> run(handling));
    }
    server.closed(this);
  }

  private static void run(ScriptedServer.Handling handling) {
    try {
      handling.run();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void frame(byte[] text) throws IOException {
    out.write(text);
    out.write('\n');
    out.flush();
  }

  @Override
  public void breakOff() {
    die();
  }

  @Override
  public void die() {
    death.run();
  }

  @Override
  public void hang() {
    // An answer that never comes needs no thread that does not send it.
  }
}
