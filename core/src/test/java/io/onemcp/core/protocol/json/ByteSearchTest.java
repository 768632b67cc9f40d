package io.onemcp.core.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class ByteSearchTest {
  @Test
  void whenAnyTextIsSearched_thenThePlaceIsThatOfTheFirstOne() {
    RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    for (int round = 0; round < 20_000; round++) {
      byte[] text = new byte[random.nextInt(40)];
      random.nextBytes(text);
      for (int i = 0; i < text.length; i++) {
        // Bytes that differ little: bits carried from one to the next would show.
        text[i] = (byte) (text[i] & 0x83);
      }
      int to = random.nextInt(text.length + 1);
      int from = random.nextInt(to + 1);
      byte one = (byte) (random.nextInt() & 0x83);
      byte other = (byte) (random.nextInt() & 0x83);

      int expected = from;
      while (expected < to && text[expected] != one && text[expected] != other) {
        expected++;
      }

      assertThat(ByteSearch.firstOf(one, other, text, from, to)).isEqualTo(expected);
      assertThat(ByteSearch.first(one, text, from, to)).isGreaterThanOrEqualTo(expected);
    }
  }

  @Test
  void whenNothingIsFound_thenThePlaceIsTheEnd() {
    byte[] text = "0123456789 0123456789".getBytes(StandardCharsets.US_ASCII);

    assertThat(ByteSearch.first((byte) 'x', text, 3, 17)).isEqualTo(17);
    assertThat(ByteSearch.first((byte) ' ', text, 0, text.length)).isEqualTo(10);
    assertThat(ByteSearch.first((byte) ' ', text, 11, text.length)).isEqualTo(text.length);
  }

  @Test
  void whenTheEndOfPlainTextIsSought_thenItIsAQuoteABackslashOrAControlCharacter() {
    RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    byte[] near = {
      '"', '\\', 0x1f, 0x20, 0, 0x21, 0x23, 0x5b, 0x5d, 0x7f, (byte) 0x80, (byte) 0x9f, -1
    };
    for (int round = 0; round < 20_000; round++) {
      byte[] text = new byte[random.nextInt(40)];
      for (int i = 0; i < text.length; i++) {
        boolean plain = random.nextInt(6) > 0;
        text[i] = plain ? (byte) 'a' : near[random.nextInt(near.length)];
      }
      int to = random.nextInt(text.length + 1);
      int from = random.nextInt(to + 1);

      int expected = from;
      while (expected < to && !endsPlainText(text[expected])) {
        expected++;
      }

      assertThat(ByteSearch.firstEnding(text, from, to)).isEqualTo(expected);
    }
  }

  private static boolean endsPlainText(byte next) {
    return next == '"' || next == '\\' || (next >= 0 && next < ' ');
  }
}
