package io.onemcp.benchmarks.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The counters that a HotSpot virtual machine keeps in a file, so that looking at them costs it
 * nothing (the format of {@code hsperfdata}, version 2.0). Without the file there are none.
 */
public final class PerfCounters {
  private static final int USED = 8;
  private static final int FIRST_ENTRY = 24;
  private static final int COUNT = 28;
  private static final byte LONG = 'J';
  private static final double MIB = 1 << 20;

  private PerfCounters() {}

  /** Returns what the old generation held after its last collection, in MiB; 0 if unknown. */
  public static double oldMib(long pid) throws IOException {
    return numbers(pid).getOrDefault("sun.gc.generation.1.space.0.used", 0L) / MIB;
  }

  /** Returns the collections so far, young and full ones. */
  public static long collections(long pid) throws IOException {
    Map<String, Long> all = numbers(pid);
    return all.getOrDefault("sun.gc.collector.0.invocations", 0L)
        + all.getOrDefault("sun.gc.collector.1.invocations", 0L);
  }

  private static Map<String, Long> numbers(long pid) throws IOException {
    Path file =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "hsperfdata_" + System.getProperty("user.name"),
            Long.toString(pid));
    Map<String, Long> numbers = new HashMap<>();
    if (Files.isReadable(file)) {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
      if (bytes.capacity() > FIRST_ENTRY && bytes.getInt(USED) <= bytes.capacity()) {
        read(bytes, numbers);
      }
    }
    return numbers;
  }

  private static void read(ByteBuffer bytes, Map<String, Long> numbers) {
    int at = bytes.getInt(FIRST_ENTRY);
    for (int i = bytes.getInt(COUNT); i > 0; i--) {
      int name = at + bytes.getInt(at + 4);
      boolean single = bytes.getInt(at + 8) == 0;
      if (single && bytes.get(at + 12) == LONG) {
        numbers.put(text(bytes, name), bytes.getLong(at + bytes.getInt(at + 16)));
      }
      at += bytes.getInt(at);
    }
  }

  private static String text(ByteBuffer bytes, int from) {
    StringBuilder text = new StringBuilder();
    for (int at = from; bytes.get(at) != 0; at++) {
      text.append((char) bytes.get(at));
    }
    return text.toString();
  }
}
