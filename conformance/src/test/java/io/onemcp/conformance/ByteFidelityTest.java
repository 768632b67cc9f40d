package io.onemcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.Era;
import io.onemcp.core.protocol.ErrorCodes;
import io.onemcp.core.protocol.Methods;
import io.onemcp.testkit.ScriptedClient;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Between hops of one era every byte of a message survives but the id and, where they differ, the
 * name and the progress token. To repeat a failure, run with {@code -Donemcp.seed=} and the seed
 * that it names.
 */
final class ByteFidelityTest {
  private static final long SEED = Long.getLong("onemcp.seed", System.nanoTime() & 0xffff_ffffL);
  private static final int ROUNDS = 4;
  private static final int DEEP = 150;

  private static final Map<BackendLine, OddBackend> BACKENDS = new EnumMap<>(BackendLine.class);
  private static final ScriptedGateway GATEWAY = ScriptedGateway.prepare();

  @BeforeAll
  static void startWithABackendOnEveryLine() throws InterruptedException {
    for (BackendLine line : BackendLine.values()) {
      OddBackend backend = new OddBackend(line, new OddJson(SEED, line.blanks(false)));
      BACKENDS.put(line, backend);
      GATEWAY.with(line, backend.server());
    }
    GATEWAY.start();
  }

  @AfterAll
  static void end() {
    GATEWAY.close();
  }

  @Nested
  class GivenAClientAndABackendOfOneEra {
    @Test
    void whenARequestIsAnsweredByJson_thenBothKeepTheirBytes() throws InterruptedException {
      everyPair(
          false,
          (pair, odd) -> {
            String answer = answer(odd);
            pair.exchange(odd, List.of(answer), List.of(answer));
          });
    }

    @Test
    void whenNotificationsComeBeforeTheAnswer_thenTheyKeepTheirBytesToo()
        throws InterruptedException {
      everyPair(
          true,
          (pair, odd) -> {
            List<String> messages = List.of(log(odd), progress(odd), log(odd), answer(odd));
            pair.exchange(
                odd, messages, messages.stream().map(ByteFidelityTest::onAStream).toList());
          });
    }

    @Test
    void whenTheAnswerIsAnError_thenItKeepsItsBytes() throws InterruptedException {
      everyPair(
          false,
          (pair, odd) -> {
            String error = error(odd);
            pair.exchange(odd, List.of(error), List.of(error));
          });
      everyPair(
          true,
          (pair, odd) -> {
            List<String> messages = List.of(log(odd), error(odd));
            pair.exchange(
                odd, messages, messages.stream().map(ByteFidelityTest::onAStream).toList());
          });
    }

    @Test
    void whenTheAnswerIsLargeOrDeepOrWide_thenItKeepsItsBytes() throws InterruptedException {
      String text = "\"" + "0123456789\\u0061é😀".repeat((8 << 20) / 22) + "\"";
      for (BackendLine line : BackendLine.values()) {
        OddJson odd = new OddJson(SEED, line.blanks(true));
        Pair pair = pair(line, Capability.TOOL, true);
        String answer =
            "{\"jsonrpc\":\"2.0\",\"result\":{\"large\":%s,\"deep\":%s,\"wide\":%s},\"id\":@ID@}"
                .formatted(text, odd.deep(DEEP), odd.wide(20_000));
        String log = log(odd);
        pair.exchange(odd, List.of(answer), List.of(answer));
        pair.exchange(odd, List.of(log, answer), List.of(onAStream(log), onAStream(answer)));
      }
    }
  }

  @Nested
  class GivenListsOfManyBackends {
    @Test
    void whenListed_thenEveryDefinitionKeepsItsBytesButTheName() throws InterruptedException {
      for (BackendLine line : BackendLine.values()) {
        String prefix = line.label() + "__";
        assertListed(line, GATEWAY.client(), prefix);
        assertListed(line, GATEWAY.client(line.label()), "");
      }
    }

    private void assertListed(BackendLine line, ScriptedClient endpoint, String prefix)
        throws InterruptedException {
      OddBackend backend = backend(line);
      RawClient client = RawClient.open(line.era(), endpoint);
      String more = backend.definition();
      Map<String, String> expected =
          Map.of(
              Methods.TOOLS_LIST,
              "{\"name\":\"" + prefix + "odd\",\"inputSchema\":{}" + more + "}",
              Methods.PROMPTS_LIST,
              "{" + more.substring(1) + ",\"name\":\"" + prefix + "odd\"}",
              Methods.RESOURCES_LIST,
              "{\"uri\":\"" + backend.uri() + "\",\"name\":\"r\"" + more + "}",
              Methods.RESOURCE_TEMPLATES_LIST,
              "{\"uriTemplate\":\"" + backend.uri() + "/{x}\",\"name\":\"t\"" + more + "}");
      for (Map.Entry<String, String> list : expected.entrySet()) {
        String request =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":{\"_meta\":{%s}}}"
                .formatted(list.getKey(), line.era() == Era.STATELESS ? RawClient.ENVELOPE : "");
        assertThat(client.send(request, "").getLast())
            .as("%s of %s, seed %d", list.getKey(), line, SEED)
            .contains(list.getValue());
      }
    }
  }

  private static OddBackend backend(BackendLine line) {
    return Objects.requireNonNull(BACKENDS.get(line));
  }

  private static String answer(OddJson odd) {
    return "{\"jsonrpc\":\"2.0\"%1$s,%1$s\"id\":@ID@,\"result\":%1$s%2$s%1$s,\"odd\":%3$s}"
        .formatted(odd.blank(), result(odd), odd.object());
  }

  private static String result(OddJson odd) {
    return "{\"resultType\":\"complete\",\"content\":[{\"type\":\"hologram\",\"odd\":%s}],"
            .formatted(odd.object())
        + "\"structuredContent\":%s,\"contents\":[%s],%s\"_meta\":{\"x/y\":%s},\"odd\":%s}"
            .formatted(odd.object(), odd.object(), odd.blank(), odd.object(), odd.object());
  }

  private static String error(OddJson odd) {
    return "{\"jsonrpc\":\"2.0\",\"error\":{\"odd\":%s,%s\"code\":%d,\"message\":\"\\u0061/a\",\"data\":%s},\"id\":@ID@}"
        .formatted(odd.object(), odd.blank(), ErrorCodes.INTERNAL_ERROR - 500, odd.object());
  }

  private static String log(OddJson odd) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"odd\":%s,\"params\":%s{\"level\":\"error\",\"data\":%s}}"
        .formatted(odd.object(), odd.blank(), odd.object());
  }

  private static String progress(OddJson odd) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":%s@TOKEN@,\"progress\":2.50,\"odd\":%s}}"
        .formatted(odd.blank(), odd.object());
  }

  /** What a stream of events makes of line breaks: readers join its lines by line feeds. */
  private static String onAStream(String text) {
    return text.replace("\r\n", "\n").replace('\r', '\n');
  }

  private static void everyPair(boolean interim, Play play) throws InterruptedException {
    for (BackendLine line : BackendLine.values()) {
      for (Capability capability : Capability.values()) {
        for (boolean prefixed : new boolean[] {true, false}) {
          Pair pair = pair(line, capability, prefixed);
          for (int round = 0; round < ROUNDS; round++) {
            play.play(pair, new OddJson(SEED + round, line.blanks(interim)));
          }
        }
      }
    }
  }

  private static Pair pair(BackendLine line, Capability capability, boolean prefixed)
      throws InterruptedException {
    RawClient client =
        RawClient.open(line.era(), prefixed ? GATEWAY.client() : GATEWAY.client(line.label()));
    return new Pair(client, backend(line), capability, prefixed);
  }

  @FunctionalInterface
  private interface Play {
    void play(Pair pair, OddJson odd) throws InterruptedException;
  }

  /** What can be asked of a backend, and where the request says of what. */
  private enum Capability {
    TOOL(Methods.TOOLS_CALL, "\"name\":\"@NAME@\""),
    PROMPT(Methods.PROMPTS_GET, "\"name\":\"@NAME@\""),
    RESOURCE(Methods.RESOURCES_READ, "\"uri\":\"@NAME@\""),
    COMPLETION(
        Methods.COMPLETE,
        "\"ref\":{\"type\":\"ref/prompt\",\"odd\":2.50,\"name\":\"@NAME@\"},\"argument\":{\"name\":\"a\",\"value\":\"\"}");

    private final String method;
    private final String member;

    Capability(String method, String member) {
      this.method = method;
      this.member = member;
    }
  }

  /** One client and one backend. */
  private record Pair(
      RawClient client, OddBackend backend, Capability capability, boolean prefixed) {
    /** Sends an odd request, has it answered, and compares what came with what was sent. */
    void exchange(OddJson odd, List<String> answers, List<String> expected)
        throws InterruptedException {
      backend.prepare(answers);
      String request = request(odd);

      List<String> received =
          client.send(
              request
                  .replace("@ID@", "\"mine\"")
                  .replace("@NAME@", exposed())
                  .replace("@TOKEN@", "\"tok\""),
              capability == Capability.COMPLETION ? "" : exposed());

      assertSame(
          expected.stream()
              .map(text -> text.replace("@ID@", "\"mine\"").replace("@TOKEN@", "\"tok\""))
              .toList(),
          received);
      String heard = backend.heard();
      String own = heard.replaceFirst("(?s)\\{\"jsonrpc\":\"2.0\",\"id\":([0-9]+),.*", "$1");
      assertSame(
          List.of(
              backend
                  .line()
                  .framed(request)
                  .replace("@ID@", own)
                  .replace("@NAME@", original())
                  .replace("@TOKEN@", own)),
          List.of(heard));
    }

    private String exposed() {
      boolean named = prefixed && capability != Capability.RESOURCE;
      return named ? backend.line().label() + "__" + original() : original();
    }

    private String original() {
      return capability == Capability.RESOURCE ? backend.uri() : "odd";
    }

    private String request(OddJson odd) {
      String envelope = backend.line().era() == Era.STATELESS ? RawClient.ENVELOPE + "," : "";
      return "{\"jsonrpc\":\"2.0\",\"id\":@ID@,%s\"method\":\"%s\",\"odd\":%s,"
              .formatted(odd.blank(), capability.method, odd.object())
          + "\"params\":{%s,\"arguments\":%s,%s\"_meta\":{%s\"x/y\":%s,\"progressToken\":@TOKEN@}}}"
              .formatted(capability.member, odd.object(), odd.blank(), envelope, odd.object());
    }

    private void assertSame(List<String> expected, List<String> actual) {
      if (expected.equals(actual)) {
        return;
      }
      String wanted = String.join("\u240d", expected);
      String given = String.join("\u240d", actual);
      int from = Math.max(0, firstDifference(wanted, given) - 200);
      assertThat(given.substring(from, Math.min(given.length(), from + 600)))
          .as("%s, prefixed %s, %s, seed %d", backend.line(), prefixed, capability, SEED)
          .isEqualTo(wanted.substring(from, Math.min(wanted.length(), from + 600)));
    }

    private static int firstDifference(String one, String other) {
      int at = 0;
      while (at < one.length() && at < other.length() && one.charAt(at) == other.charAt(at)) {
        at++;
      }
      return at;
    }
  }
}
