package io.onemcp.conformance.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.app.embedded.OneMcpRuntime;
import io.onemcp.conformance.matrix.Difference.Sender;
import io.onemcp.core.backend.CapabilityKind;
import io.onemcp.core.protocol.Methods;
import io.onemcp.core.protocol.Revision;
import io.onemcp.core.protocol.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The transparency oracle: the same script without a gateway and through one, and both ends see the
 * same bytes but for the differences that {@code docs/invariants.md} allows.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class OracleTest {
  private static final Path INVARIANTS = Path.of("..", "docs", "invariants.md");

  /** What a gateway does by itself: its lists, its subscriptions, its word of changes. */
  private static final Set<Feature> OWN =
      EnumSet.of(Feature.LIST, Feature.PAGINATION, Feature.LIST_CHANGED, Feature.RESOURCE_UPDATED);

  private static final Set<Difference> SEEN = EnumSet.noneOf(Difference.class);
  private static final Map<Pair, ServerScript> BACKENDS = new EnumMap<>(Pair.class);
  private static final Map<Pair, Alone> ALONE = new EnumMap<>(Pair.class);
  private static final Deque<AutoCloseable> ENDS = new ArrayDeque<>();
  private static final Pair TWIN = Pair.HTTP_2025_11_25;
  private static final ServerScript SECOND_TWIN = new ServerScript("twin", TWIN.revision(), true);
  private static URI mcp = URI.create("");

  @BeforeAll
  static void start() throws InterruptedException {
    OneMcpRuntime.Builder builder = OneMcpRuntime.builder();
    for (Pair pair : Pair.values()) {
      ServerScript script = pair.script();
      BACKENDS.put(pair, script);
      ALONE.put(pair, alone(pair, pair.script()));
      put(pair.serve(pair.label(), script.server()), builder);
    }
    ServerScript twin = new ServerScript("twin", TWIN.revision(), true);
    put(TWIN.serve("first", twin.server()), builder);
    put(TWIN.serve("second", SECOND_TWIN.server()), builder);
    OneMcpRuntime gateway = builder.http("127.0.0.1", 0).start();
    ENDS.push(gateway);
    assertThat(gateway.awaitSettled(Duration.ofSeconds(30))).isTrue();
    mcp = gateway.url().orElseThrow();
  }

  private static void put(Pair.Served served, OneMcpRuntime.Builder gateway) {
    ENDS.push(served.end());
    gateway.backend(served.definition());
  }

  @AfterAll
  static void end() throws Exception {
    while (!ENDS.isEmpty()) {
      ENDS.pop().close();
    }
  }

  @ParameterizedTest
  @EnumSource(Pair.class)
  @Order(1)
  void whenAScriptIsPlayedAtTheAddressOfItsBackend_thenBothEndsSeeWhatTheyWouldSeeDirectly(
      Pair pair) throws Exception {
    String path = "/mcp/server/" + pair.label();
    Feature.Script script =
        meeting -> {
          play(meeting);
          Basics.extension(meeting);
        };
    Run direct = direct(pair, Objects.requireNonNull(ALONE.get(pair)), script);
    ServerScript behind = Objects.requireNonNull(BACKENDS.get(pair));
    try (PeerClient client = pair.through(mcp.resolve(path), mcp.resolve(path + "/sse"))) {
      direct.compare(new Meeting(client, behind, ""), script);
      assertThat(lists(client)).isEqualTo(direct.lists());
    }
  }

  @ParameterizedTest
  @EnumSource(Pair.class)
  @Order(2)
  void whenAScriptIsPlayedAmongAllBackends_thenBothEndsSeeWhatTheyWouldSeeDirectly(Pair pair)
      throws Exception {
    Run direct = direct(pair, Objects.requireNonNull(ALONE.get(pair)), OracleTest::play);
    ServerScript behind = Objects.requireNonNull(BACKENDS.get(pair));
    try (PeerClient client = pair.through(mcp, mcp.resolve("/sse"))) {
      direct.compare(new Meeting(client, behind, pair.label() + "__"), OracleTest::play);
    }
  }

  @Test
  @Order(2)
  void whenTwoBackendsShareTheirResources_thenOnlyTheUrisDiffer() throws Exception {
    Run direct =
        direct(
            TWIN,
            alone(TWIN, new ServerScript("twin", TWIN.revision(), true)),
            OracleTest::resources);
    try (PeerClient client = TWIN.through(mcp, mcp)) {
      Meeting meeting = new Meeting(client, SECOND_TWIN, "second__", "onemcp+second:");
      direct.compare(meeting, OracleTest::resources);
    }
  }

  @Test
  @Order(3)
  void whenADifferenceIsAllowed_thenThePageSaysSoAndItReallyOccurs() throws IOException {
    String page = Files.readString(INVARIANTS);
    List<String> allowed =
        Pattern.compile("^\\| (\\w+) \\| `([^`]+)` \\|", Pattern.MULTILINE)
            .matcher(page)
            .results()
            .map(row -> row.group(1) + " " + row.group(2))
            .toList();

    assertThat(allowed)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Difference.values()).map(Difference::spelling).toList());
    assertThat(SEEN).containsExactlyInAnyOrder(Difference.values());
  }

  private static Run direct(Pair pair, Alone alone, Feature.Script script)
      throws InterruptedException {
    int before = Transcript.heardBy(alone.script()).size();
    try (PeerClient client = pair.direct(alone.served())) {
      script.play(new Meeting(client, alone.script(), ""));
      return new Run(Transcript.since(before, client, alone.script()), lists(client));
    }
  }

  /** Serves a script that no gateway knows. */
  private static Alone alone(Pair pair, ServerScript script) {
    Pair.Served served = pair.serve(script.name(), script.server());
    ENDS.push(served.end());
    return new Alone(script, served);
  }

  private record Alone(ServerScript script, Pair.Served served) {}

  /** Everything that two peers of one revision have, and a gateway passes on. */
  private static void play(Meeting meeting) throws InterruptedException {
    Revision revision = meeting.client().revision();
    for (Feature feature : EnumSet.complementOf(EnumSet.copyOf(OWN))) {
      if (feature.verdict(revision, revision) == Feature.Verdict.WORKS) {
        feature.play(meeting);
      }
    }
  }

  private static void resources(Meeting meeting) throws InterruptedException {
    Basics.read(meeting);
    Basics.template(meeting);
    Basics.completion(meeting);
  }

  /** The entries of all lists; their order is the gateway's own. */
  private static List<Set<String>> lists(PeerClient client) throws InterruptedException {
    List<Set<String>> lists = new ArrayList<>();
    for (CapabilityKind kind : CapabilityKind.values()) {
      Set<String> entries = new TreeSet<>();
      client
          .all(kind.listMethod(), kind.listMember())
          .forEach(entry -> entries.add(entry.toString()));
      lists.add(entries);
    }
    return lists;
  }

  /** A script as it went without a gateway. */
  private record Run(Transcript transcript, List<Set<String>> lists) {
    /** Plays it with a gateway between, and compares what both ends see. */
    void compare(Meeting meeting, Feature.Script script) throws InterruptedException {
      int before = Transcript.heardBy(meeting.backend()).size();
      script.play(meeting);
      Transcript through = Transcript.since(before, meeting.client(), meeting.backend());
      compare(transcript.client(), through.client(), Sender.BACKEND);
      compare(transcript.backend(), through.backend(), Sender.CLIENT);
      compare(uncancelled(through.sent()), uncancelled(through.backend()), Sender.CLIENT);
    }

    /** Some clients take a request back by closing its stream. */
    private static List<Json> uncancelled(List<Json> sent) {
      return sent.stream()
          .filter(message -> !Methods.CANCELLED.equals(message.text("method")))
          .toList();
    }

    private static void compare(List<Json> wanted, List<Json> given, Sender sender) {
      for (int i = 0; i < Math.min(wanted.size(), given.size()); i++) {
        SEEN.addAll(Difference.between(wanted.get(i), given.get(i), sender));
      }
      assertThat(given).hasSameSizeAs(wanted);
    }
  }
}
