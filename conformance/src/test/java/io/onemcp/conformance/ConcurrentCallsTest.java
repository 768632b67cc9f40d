package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Many sessions call many backends at once; and nothing is left when the gateway ends. */
class ConcurrentCallsTest {
  private static final int BACKENDS = 5;
  private static final int SESSIONS = 50;
  private static final int CALLS_PER_SESSION = 20;

  /** Ids of requests that count, apart from those that are counted. */
  private static final int COUNTING = 1_000;

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Pattern LIVE_THREADS = Pattern.compile("java\\.threads\\.live=(\\d+)");

  @TempDir Path folder;
  @AutoClose private ChildProcess process;
  @AutoClose private Gateway gateway;

  @BeforeEach
  void start() {
    ConfigFile config = new ConfigFile();
    for (int backend = 0; backend < BACKENDS; backend++) {
      config.stdio("sample" + backend, Java.command(SampleServer.class.getName()));
    }
    process = Gateway.process(config.writeTo(folder));
    gateway = Gateway.of(process).ready();
  }

  @Nested
  class GivenFiveBackendsAndFiftySessions {
    @Test
    void whenAThousandCallsAreUnderWayAtOnce_thenEachAnswerReachesItsCallerAndThreadsDoNotGrow()
        throws Exception {
      try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
          HttpClient http = HttpSession.client()) {
        HttpSession first = HttpSession.open(http, gateway.mcp());
        int alone = threadsDuring(first, callers, List.of(first), 1);
        List<HttpSession> sessions =
            all(callers, times(SESSIONS, _ -> HttpSession.open(http, gateway.mcp())));
        List<InputStream> streams =
            all(callers, sessions.stream().map(ConcurrentCallsTest::listening).toList());

        int together = threadsDuring(first, callers, sessions, CALLS_PER_SESSION);

        assertThat(together)
            .as("platform threads, one call: %d", alone)
            .isLessThanOrEqualTo(alone + 4);
        for (InputStream stream : streams) {
          stream.close();
        }
      }
    }
  }

  @Nested
  class GivenBackendsRun {
    @Test
    void whenTheGatewayIsTerminated_thenNoChildIsLeft() {
      List<ProcessHandle> children = process.handle().descendants().toList();
      assertThat(children).hasSizeGreaterThanOrEqualTo(BACKENDS).allMatch(ProcessHandle::isAlive);

      process.handle().destroy();

      process.end(PATIENCE);
      assertThat(children).noneMatch(ProcessHandle::isAlive);
    }
  }

  /**
   * Keeps this many calls of every session under way, counts the gateway's threads, lets the calls
   * end.
   */
  private int threadsDuring(
      HttpSession counter, ExecutorService callers, List<HttpSession> sessions, int each)
      throws Exception {
    List<Future<JsonNode>> calls = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int session = 0; session < sessions.size(); session++) {
      for (int call = 0; call < each; call++) {
        HttpSession caller = sessions.get(session);
        // The same ids in every session: only the gateway keeps the answers apart.
        int id = call + 1;
        String tool = "sample" + (session + call) % BACKENDS + "__hold";
        String value = "session " + session + " call " + call;
        expected.add(id + " " + value);
        calls.add(callers.submit(() -> caller.call(id, tool, Map.of("value", value))));
      }
    }
    Eventually.see(() -> held(counter), count -> count == expected.size(), PATIENCE);
    int threads = liveThreads();
    IntStream.range(0, BACKENDS)
        .forEach(backend ->
            counter.call(COUNTING + backend, "sample" + backend + "__release", Map.of()));
    List<String> answers = new ArrayList<>();
    for (Future<JsonNode> call : calls) {
      JsonNode answer = call.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      answers.add(answer.path("id").asInt() + " " + text(answer));
    }
    assertThat(answers).isEqualTo(expected);
    return threads;
  }

  private static int held(HttpSession session) {
    return IntStream.range(0, BACKENDS)
        .mapToObj(
            backend -> session.call(COUNTING + backend, "sample" + backend + "__held", Map.of()))
        .mapToInt(answer -> Integer.parseInt(text(answer)))
        .sum();
  }

  private static String text(JsonNode answer) {
    return answer.at("/result/content/0/text").asString(answer.toString());
  }

  private int liveThreads() {
    String pid = String.valueOf(process.handle().pid());
    try (ChildProcess jcmd =
        ChildProcess.start(
            folder, Map.of(), List.of(Java.tool("jcmd"), pid, "PerfCounter.print"))) {
      Matcher live = LIVE_THREADS.matcher(jcmd.end(PATIENCE).text());
      assertThat(live.find()).as("jcmd tells the threads: %s", jcmd).isTrue();
      return Integer.parseInt(live.group(1));
    }
  }

  private static Callable<InputStream> listening(HttpSession session) {
    return session::listen;
  }

  private static <T> List<Callable<T>> times(int count, java.util.function.IntFunction<T> made) {
    return IntStream.range(0, count)
        .<Callable<T>>mapToObj(index -> () -> made.apply(index))
        .toList();
  }

  private static <T> List<T> all(ExecutorService callers, List<Callable<T>> tasks)
      throws InterruptedException, ExecutionException, TimeoutException {
    List<Future<T>> started = callers.invokeAll(tasks, PATIENCE.toSeconds(), TimeUnit.SECONDS);
    List<T> results = new ArrayList<>();
    for (Future<T> one : started) {
      results.add(one.get());
    }
    return results;
  }
}
