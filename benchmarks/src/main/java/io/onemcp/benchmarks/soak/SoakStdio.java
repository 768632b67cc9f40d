package io.onemcp.benchmarks.soak;

import io.onemcp.benchmarks.wire.LineBuffer;
import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.Message;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** A server of a soak on standard input and output. */
public final class SoakStdio {
  private static final int CHUNK = 1 << 16;

  private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
  private final SoakServer server;

  private SoakStdio(SoakServer server) {
    this.server = server;
  }

  /** Serves until the input ends; the arguments are its name and its era. */
  public static void main(String[] args) throws IOException {
    new SoakStdio(new SoakServer(args[0], Era.valueOf(args[1]))).serve();
  }

  private void serve() throws IOException {
    try (FileInputStream in = new FileInputStream(FileDescriptor.in)) {
      LineBuffer lines = new LineBuffer();
      byte[] chunk = new byte[CHUNK];
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        lines.add(chunk, read, line -> server.hear(server.decode(line), this::say));
      }
    }
  }

  private synchronized void say(Message message) {
    try {
      byte[] text = message.whole().utf8();
      byte[] line = Arrays.copyOf(text, text.length + 1);
      line[text.length] = '\n';
      out.write(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
