package io.onemcp.core.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.RequestId;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class MessageBufferTest {
  private static final int BOUND = 2_000;
  private static final String FILLER = "\"" + "x".repeat(3_000) + "\"";

  private static MessageBuffer holding(String text) {
    MessageBuffer buffer = new MessageBuffer(BOUND);
    append(buffer, text, 100);
    return buffer;
  }

  private static void append(MessageBuffer buffer, String text, int step) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int from = 0; from < bytes.length; from += step) {
      buffer.append(bytes, from, Math.min(step, bytes.length - from));
    }
  }

  @Nested
  final class GivenAMessageWithinTheBound {
    @Test
    void whenItComesInAnyPieces_thenItIsWhole() {
      RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
      MessageBuffer buffer = new MessageBuffer(BOUND);
      for (int size : new int[] {0, 1, 511, 512, 1_999, 2_000}) {
        String text = "y".repeat(size);
        append(buffer, text, random.nextInt(1, 700));

        assertThat(buffer.text()).isEqualTo(text);
        assertThat(buffer.isOverlong()).isFalse();
        assertThat(buffer.isEmpty()).isEqualTo(size == 0);
        buffer.reset();
      }
    }
  }

  @Nested
  final class GivenAnAnnouncedMessage {
    @Test
    void whenItHasAnotherSizeThanAnnounced_thenItIsWholeAllTheSame() {
      MessageBuffer buffer = new MessageBuffer(10_000_000);
      for (int announced : new int[] {0, 1, 500, 999, 1_000, 1_001, 20_000_000}) {
        for (int size : new int[] {1, 1_000, 300_000, 5_000_000}) {
          String text = "z".repeat(size);
          buffer.expect(announced);
          append(buffer, text, 65_536);

          assertThat(buffer.text()).isEqualTo(text);
          buffer.reset();
        }
      }
    }

    @Test
    void whenItFits_thenItIsHandedOverAndTheNextOneDoesNotTouchIt() {
      MessageBuffer buffer = new MessageBuffer(BOUND);
      buffer.expect(4);
      append(buffer, "four", 3);

      byte[] first = buffer.array();
      assertThat(buffer.array()).isSameAs(first);
      buffer.reset();
      append(buffer, "and more", 3);

      assertThat(new String(first, StandardCharsets.UTF_8)).isEqualTo("four");
      assertThat(buffer.text()).isEqualTo("and more");
    }
  }

  @Nested
  final class GivenALargeMessage {
    @Test
    void whenItFillsMostOfItsArray_thenItIsHandedOverAndTheNextOneDoesNotTouchIt() {
      String text = "w".repeat(3_000_000);
      MessageBuffer buffer = new MessageBuffer(10_000_000);
      append(buffer, text, 65_536);

      byte[] first = buffer.array();
      assertThat(buffer.array()).isSameAs(first);
      int size = buffer.size();
      buffer.reset();
      append(buffer, "next", 3);

      assertThat(new String(first, 0, size, StandardCharsets.UTF_8)).isEqualTo(text);
      assertThat(buffer.array()).asString(StandardCharsets.UTF_8).isEqualTo("next");
    }

    @Test
    void whenItFillsLittleOfItsArray_thenNoMoreIsKeptThanItNeeds() {
      MessageBuffer buffer = new MessageBuffer(10_000_000);
      append(buffer, "w".repeat(1_500_000), 65_536);

      assertThat(buffer.array()).hasSize(1_500_000);
    }
  }

  @Nested
  final class GivenAMessageOverTheBound {
    @Test
    void whenTheIdStandsInFront_thenItIsFound() {
      assertThat(holding("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":" + FILLER).answeredRequest())
          .contains(new RequestId.Num(7));
      assertThat(holding(" { \"id\" : \"a/b\" , \"error\":" + FILLER).answeredRequest())
          .contains(new RequestId.Text("a/b"));
    }

    @Test
    void whenTheIdStandsAtTheEnd_thenItIsFound() {
      assertThat(
              holding("{\"result\":" + FILLER + ",\"jsonrpc\":\"2.0\",\"id\":8}").answeredRequest())
          .contains(new RequestId.Num(8));
      assertThat(
              holding(
                      "{\"jsonrpc\":\"2.0\",\"result\":"
                          + FILLER
                          + ",\"id\":9,\"jsonrpc\":\"2.0\"}\n")
                  .answeredRequest())
          .contains(new RequestId.Num(9));
    }

    @Test
    void whenAnIdOnlySeemsToBeTheMessages_thenNoneIsFound() {
      String nested = "{\"result\":{\"a\":" + FILLER + ",\"id\":7}}";
      String quoted = "{\"result\":{\"a\":" + FILLER + ",\"b\":\"\\\"id\\\":7}\"}}";
      String request = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"m\",\"params\":" + FILLER + "}";
      String requestAtEnd = "{\"method\":\"m\",\"params\":" + FILLER + ",\"id\":7}";

      assertThat(holding(nested).answeredRequest()).isEmpty();
      assertThat(holding(quoted).answeredRequest()).isEmpty();
      assertThat(holding(request).answeredRequest()).isEmpty();
      assertThat(holding(requestAtEnd).answeredRequest()).isEmpty();
      assertThat(holding("\"id\":7," + FILLER).answeredRequest()).isEmpty();
    }

    @Test
    void whenItComesInOnePiece_thenItsEndsAreKeptToo() {
      MessageBuffer buffer = new MessageBuffer(10);
      append(buffer, "{\"result\":" + FILLER + ",\"id\":8}", 1 << 20);

      assertThat(buffer.isOverlong()).isTrue();
      assertThat(buffer.answeredRequest()).contains(new RequestId.Num(8));
    }

    @Test
    void whenReset_thenTheNextMessageIsWhole() {
      MessageBuffer buffer = holding("{\"id\":7,\"result\":" + FILLER);
      buffer.reset();
      append(buffer, "next", 4);

      assertThat(buffer.isOverlong()).isFalse();
      assertThat(buffer.text()).isEqualTo("next");
    }
  }
}
