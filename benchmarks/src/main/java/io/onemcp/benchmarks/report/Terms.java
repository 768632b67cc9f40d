package io.onemcp.benchmarks.report;

import io.onemcp.core.protocol.Era;
import java.util.Locale;

/** What scenarios, subjects, conditions and figures are called that reports ask for. */
public final class Terms {
  public static final String CALLS = "calls";
  public static final String LISTS = "lists";
  public static final String STEADY = "steady";
  public static final String SUSTAINED = "sustained";
  public static final String POLICY = "policy";
  public static final String MEMORY = "memory";
  public static final String SESSIONS = "sessions";
  public static final String NOTIFICATIONS = "notifications";
  public static final String START = "start";
  public static final String GROWING_SERVERS = "growth-servers";
  public static final String GROWING_TOOLS = "growth-tools";
  public static final String GROWING_RESULTS = "growth-results";

  public static final String OWN = "OneMCP";
  public static final String OWN_WITHOUT_KEYS = OWN + " --no-auth";
  public static final String NGINX = "nginx";
  public static final String STDIO = "stdio";
  public static final String HTTP = "HTTP";
  public static final String LATER_START = OWN + ", later start";
  public static final String FIRST_START = OWN + ", first start";
  public static final String LISTENERS = OWN + ", open streams";
  public static final String CALLERS = OWN + ", stateless clients gone";

  public static final String RATE = "answers/s";
  public static final String MEDIAN = "p50 µs";
  public static final String SLOW = "p99 µs";
  public static final String CPU = "CPU µs/answer";
  public static final String RESIDENT = "memory MiB";
  public static final String IDLE = "idle MiB";
  public static final String LOADED = "5 s after the load MiB";
  public static final String EACH_CLIENT = "KiB/client";
  public static final String CALL_MEDIAN = "p50 µs of a call";
  public static final String BUSY_MEDIAN = "p50 µs of a call, 16 clients";
  public static final String LIST_MEDIAN = "p50 µs of a list";
  public static final String FIRST_LIST = "first whole list ms";

  private Terms() {}

  /** Returns the way of a client of an era through a product to servers of a kind. */
  public static String through(String product, String kind, Era era) {
    return product + " → " + kind + ", " + era.toString().toLowerCase(Locale.ROOT);
  }

  /** Returns the way straight to a server of a kind. */
  public static String direct(String kind) {
    return "direct → " + kind;
  }

  /** Returns the condition of something in a number of bytes by so many clients at a time. */
  public static String clients(String what, int count) {
    return what + ", " + count + (count == 1 ? " client" : " clients");
  }

  /** Returns a number of what grows as a condition; all of them have the same length. */
  public static String size(int count) {
    return String.format(Locale.ROOT, "%,11d", count);
  }

  /** Returns a number of servers as a condition. */
  public static String servers(int count) {
    return String.format(Locale.ROOT, "%2d stdio server%s", count, count == 1 ? "" : "s");
  }
}
