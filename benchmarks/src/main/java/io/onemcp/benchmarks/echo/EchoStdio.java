package io.onemcp.benchmarks.echo;

import io.onemcp.benchmarks.wire.LineBuffer;
import io.onemcp.core.protocol.json.WireText;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** The echo server on standard input and output. Answers are written when no more input waits. */
public final class EchoStdio {
  private static final int CHUNK = 1 << 18;

  private EchoStdio() {}

  /** Serves until the input ends; the argument is the number of tools, one if there is none. */
  public static void main(String[] args) throws IOException {
    EchoAnswers answers = new EchoAnswers(args.length > 0 ? Integer.parseInt(args[0]) : 1);
    try (FileInputStream in = new FileInputStream(FileDescriptor.in);
        OutputStream out =
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), CHUNK)) {
      LineBuffer lines = new LineBuffer();
      List<WireText> due = new ArrayList<>();
      byte[] chunk = new byte[CHUNK];
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        lines.add(chunk, read, line -> answers.answer(line).ifPresent(due::add));
        for (WireText answer : due) {
          answer.writeTo(out);
          out.write('\n');
        }
        out.flush();
        due.clear();
      }
    }
  }
}
