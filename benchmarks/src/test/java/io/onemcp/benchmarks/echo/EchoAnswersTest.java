package io.onemcp.benchmarks.echo;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.json.WireText;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class EchoAnswersTest {
  private final EchoAnswers answers = new EchoAnswers(1);

  private WireText called(String arguments) {
    String call =
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"echo\","
            + "\"arguments\":"
            + arguments
            + "}}";
    return answers.answer(call.getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }

  private static String answer(String text) {
    return "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\""
        + text
        + "\"}]}}";
  }

  @Nested
  final class GivenATextOrASize {
    @Test
    void whenCalled_thenTheAnswerHasTheTextOrSoManyCharacters() {
      assertThat(called("{\"text\":\"as given\"}")).hasToString(answer("as given"));
      assertThat(called("{\"size\":3}")).hasToString(answer("xxx"));
      assertThat(called("{\"size\":0}")).hasToString(answer(""));
      assertThat(called("{\"size\":5,\"text\":\"not this\"}")).hasToString(answer("xxxxx"));
      assertThat(called("{}")).hasToString(answer(""));
    }

    @Test
    void whenALargeSizeIsAskedForAgain_thenNothingOfThatSizeIsMade() {
      int size = 8_000_000;
      called("{\"size\":" + size + "}");
      long before = allocated();

      WireText again = called("{\"size\":" + size + "}");

      assertThat(allocated() - before).isLessThan(size);
      assertThat(again.length()).isEqualTo(answer("").length() + size);
    }

    private static long allocated() {
      return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
          .getCurrentThreadAllocatedBytes();
    }
  }
}
