package io.onemcp.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

/** The program that {@link ScriptedStdio} has started: passes its standard streams to a socket. */
public final class StdioRelay {
  private StdioRelay() {}

  /** Relays until the script ends the connection; the first argument is the port to connect to. */
  public static void main(String[] args) throws IOException {
    try (Socket script = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]))) {
      script.setTcpNoDelay(true);
      Thread input = new Thread(() -> toScript(script));
      input.setDaemon(true);
      input.start();
      relay(script.getInputStream(), System.out);
    }
  }

  private static void toScript(Socket script) {
    try {
      relay(System.in, script.getOutputStream());
      script.shutdownOutput();
    } catch (IOException _) {
      // The script has ended, and so does the program.
    }
  }

  private static void relay(InputStream in, OutputStream out) throws IOException {
    byte[] chunk = new byte[1 << 16];
    for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
      out.write(chunk, 0, count);
      out.flush();
    }
  }
}
