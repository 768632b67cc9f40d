package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import io.onemcp.testkit.ClientAnswer;
import io.onemcp.testkit.ScriptedClient;
import io.onemcp.testkit.StatefulClient;
import io.onemcp.testkit.StatelessClient;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A client of each era that calls the tool {@code run} of one server all the time, each call with a
 * token that no other call has, and writes down what it is told about each.
 */
final class SteadyCalls implements AutoCloseable {
  private static final Duration END_WITHIN = Duration.ofSeconds(30);
  private static final int LONGEST_PAUSE_MILLIS = 40;
  private static final AtomicInteger NEXT = new AtomicInteger();

  private final URI endpoint;
  private final String server;
  private final List<Told> told = new CopyOnWriteArrayList<>();
  private final CountDownLatch enough = new CountDownLatch(1);
  private final List<Thread> clients;

  private SteadyCalls(URI endpoint, String server, long seed) {
    this.endpoint = endpoint;
    this.server = server;
    this.clients =
        List.of(
            begin(new Random(seed), SteadyCalls::stateful),
            begin(new Random(~seed), SteadyCalls::stateless));
  }

  /** Starts to call; the pauses between two calls follow from the seed. */
  static SteadyCalls of(URI endpoint, String server, long seed) {
    return new SteadyCalls(endpoint, server, seed);
  }

  /** Everything so far, in the order of the answers. */
  List<Told> told() {
    return List.copyOf(told);
  }

  /** Waits until a call that begins from now on has this fate. */
  Told await(Fate fate, Duration within) {
    int now = NEXT.get();
    return Eventually.see(
            () -> told().reversed().stream().filter(it -> it.number() > now).toList(),
            all -> all.stream().anyMatch(it -> it.fate() == fate),
            within)
        .stream()
        .filter(it -> it.fate() == fate)
        .findFirst()
        .orElseThrow();
  }

  /** Ends, and compares what the clients were told with what the server carried out. */
  void assertTruthful(Supplier<List<String>> ledger) {
    close();
    List<String> carriedOut = ledger.get();
    assertThat(carriedOut).doesNotHaveDuplicates();
    assertThat(Set.copyOf(carriedOut)).containsAll(tokens(Fate.ANSWERED));
    assertThat(tokens(Fate.NEVER_SENT))
        .as("never sent")
        .noneMatch(Set.copyOf(carriedOut)::contains);
    assertThat(told.stream().filter(it -> it.fate() == Fate.STRANGE)).isEmpty();
    assertThat(told.stream().filter(it -> it.fate() != Fate.ANSWERED))
        .allMatch(it -> it.text().contains("\"backend\":\"" + server + "\""));
  }

  @Override
  public void close() {
    enough.countDown();
    try {
      for (Thread client : clients) {
        assertThat(client.join(END_WITHIN)).isTrue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private Set<String> tokens(Fate fate) {
    return told.stream()
        .filter(it -> it.fate() == fate)
        .map(Told::token)
        .collect(Collectors.toSet());
  }

  private Thread begin(Random random, Connecting connecting) {
    return Thread.ofVirtual()
        .name("calls to " + server)
        .start(() -> {
          try (ScriptedClient client = ScriptedClient.of(endpoint)) {
            Calling calling = connecting.connect(client);
            do {
              told.add(call(calling));
            } while (!enough.await(random.nextInt(LONGEST_PAUSE_MILLIS), TimeUnit.MILLISECONDS));
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException | AssertionError e) {
            told.add(new Told(0, Fate.STRANGE, String.valueOf(e), Duration.ZERO));
          }
        });
  }

  private Told call(Calling calling) throws InterruptedException {
    int number = NEXT.incrementAndGet();
    String params =
        "{\"name\":\"%s__run\",\"arguments\":{\"value\":\"c%d\"}}".formatted(server, number);
    long begin = System.nanoTime();
    Json message;
    try (ClientAnswer answer = calling.call(params)) {
      message = answer.message();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    return new Told(number, Fate.of(message), message.toString(), took);
  }

  private static Calling stateful(ScriptedClient client) throws InterruptedException {
    StatefulClient session = client.initialize(Revision.V2025_11_25);
    return params -> session.call(Methods.TOOLS_CALL, params);
  }

  private static Calling stateless(ScriptedClient client) {
    StatelessClient stateless = client.stateless();
    return params -> stateless.call(Methods.TOOLS_CALL, params);
  }

  /** What a client can know of its call. */
  enum Fate {
    ANSWERED,
    NEVER_SENT,
    MAYBE_EXECUTED,
    STRANGE;

    private static Fate of(Json message) {
      Json result = message.at("result");
      if (result != null && result.at("isError") == null) {
        return ANSWERED;
      }
      String executed =
          result == null
              ? message.text("error", "data", "executed")
              : result.text("_meta", "io.onemcp/unavailable", "executed");
      return switch (String.valueOf(executed)) {
        case "no" -> NEVER_SENT;
        case "maybe" -> MAYBE_EXECUTED;
        default -> STRANGE;
      };
    }
  }

  /**
   * What a client was told.
   *
   * @param number which call, counted over all clients
   */
  record Told(int number, Fate fate, String text, Duration took) {
    String token() {
      return "c" + number;
    }
  }

  @FunctionalInterface
  private interface Connecting {
    Calling connect(ScriptedClient client) throws InterruptedException;
  }

  @FunctionalInterface
  private interface Calling {
    ClientAnswer call(String params) throws InterruptedException;
  }
}
