package io.onemcp.benchmarks.echo;

import io.onemcp.benchmarks.wire.LineBuffer;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;

/** The echo server on standard input and output. Answers are written when no more input waits. */
public final class EchoStdio {
  private static final int CHUNK = 1 << 18;

  private EchoStdio() {}

  /** Serves until the input ends; the argument is the number of tools, one if there is none. */
  public static void main(String[] args) throws IOException {
    EchoAnswers answers = new EchoAnswers(args.length > 0 ? Integer.parseInt(args[0]) : 1);
    try (FileInputStream in = new FileInputStream(FileDescriptor.in);
        FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
      LineBuffer lines = new LineBuffer();
      ByteArrayOutputStream due = new ByteArrayOutputStream(CHUNK);
      byte[] chunk = new byte[CHUNK];
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        lines.add(
            chunk,
            read,
            line ->
                answers
                    .answer(line)
                    .ifPresent(answer -> {
                      due.writeBytes(answer);
                      due.write('\n');
                    }));
        due.writeTo(out);
        due.reset();
      }
    }
  }
}
