package io.onemcp.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What Linux says of processes; see proc(5). Where there is no {@code /proc} all figures are 0. */
public final class ProcessFigures {
  private static final double TICKS = 100;
  private static final int USER_TIME = 11;
  private static final double KIB_PER_MIB = 1024;

  private ProcessFigures() {}

  /**
   * Returns the seconds of CPU that processes have used together, in user mode and in the kernel.
   */
  public static double cpuSeconds(List<Long> pids) {
    return pids.stream().mapToDouble(ProcessFigures::cpuSeconds).sum();
  }

  private static double cpuSeconds(long pid) {
    String stat = read(Path.of("/proc", Long.toString(pid), "stat"));
    if (stat.isEmpty()) {
      return 0;
    }
    // The name, in parentheses, may have blanks in it.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1])) / TICKS;
  }

  /** Returns the resident memory of processes together, in MiB. */
  public static double residentMib(List<Long> pids) {
    return pids.stream().mapToDouble(pid -> status(pid, "VmRSS:") / KIB_PER_MIB).sum();
  }

  /** Returns the most resident memory that processes had so far, in MiB. */
  public static double peakMib(List<Long> pids) {
    return pids.stream().mapToDouble(pid -> status(pid, "VmHWM:") / KIB_PER_MIB).sum();
  }

  /** Returns the threads of a process. */
  public static long threads(long pid) {
    return (long) status(pid, "Threads:");
  }

  /** Returns the open descriptors of a process. */
  public static long descriptors(long pid) {
    String[] open = Path.of("/proc", Long.toString(pid), "fd").toFile().list();
    return open == null ? 0 : open.length;
  }

  private static double status(long pid, String field) {
    return read(Path.of("/proc", Long.toString(pid), "status"))
        .lines()
        .filter(line -> line.startsWith(field))
        .map(
            line -> Arrays.asList(line.substring(field.length()).strip().split(" ", -1)).getFirst())
        .mapToDouble(Double::parseDouble)
        .findFirst()
        .orElse(0);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException _) {
      return "";
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + file, e);
    }
  }
}
