package io.onemcp.core.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class JsonReaderTest {
  private final JsonReader reader = new JsonReader(20);

  @Test
  void whenRandomTextsAreRead_thenEverySliceIsTheTextThatStandsThere() {
    for (int seed = 0; seed < 300; seed++) {
      String text = new RandomJson(seed).object();

      Json json = read(text);

      assertSame(json, Tree.parse(text));
    }
  }

  private static void assertSame(Json json, Tree tree) {
    assertThat(json.toString()).isEqualTo(tree.raw());
    assertThat(json.members())
        .extracting(JsonMember::name)
        .containsExactlyElementsOf(tree.members().stream().map(Tree.Member::name).toList());
    for (int i = 0; i < tree.members().size(); i++) {
      assertSame(json.members().get(i).value(), tree.members().get(i).value());
    }
    assertThat(json.elements()).hasSameSizeAs(tree.elements());
    for (int i = 0; i < tree.elements().size(); i++) {
      assertSame(json.elements().get(i), tree.elements().get(i));
    }
  }

  @Nested
  class GivenTextThatIsNoJson {
    @Test
    void whenRead_thenItIsRefused() {
      List<String> texts =
          List.of(
              "",
              " ",
              "\n",
              "{",
              "}",
              "[1,]",
              "{\"a\":1,}",
              "{a:1}",
              "{'a':1}",
              "nul",
              "tru",
              "01",
              "+1",
              "1.",
              ".5",
              "1e",
              "NaN",
              "Infinity",
              "\"",
              "\"\\x\"",
              "\"\\u12g4\"",
              "// c\n1",
              "[1 2]",
              "{\"a\" 1}",
              "{\"a\":}",
              "[",
              "[[1]",
              "\u0000");
      for (String text : texts) {
        assertRefused(text.getBytes(StandardCharsets.UTF_8));
      }
    }

    @Test
    void whenControlCharactersStandInAString_thenItIsRefused() {
      for (char c = 0; c < ' '; c++) {
        assertRefused(("\"" + c + "\"").getBytes(StandardCharsets.UTF_8));
      }
    }

    @Test
    void whenMoreTextFollows_thenItIsRefused() {
      for (String more : List.of("{}", "1", ",", "]", "null", "x", "\u0000")) {
        assertRefused(("{\"a\":1} " + more).getBytes(StandardCharsets.UTF_8));
      }
    }

    @Test
    void whenItsLengthCutsACharacterOrAValue_thenItIsRefused() {
      byte[] text = "\"\u00fc\"  {".getBytes(StandardCharsets.UTF_8);

      assertThatExceptionOfType(MalformedJsonException.class)
          .isThrownBy(() -> reader.read(text, 2))
          .withMessageContaining("no UTF-8");
      assertThatExceptionOfType(MalformedJsonException.class)
          .isThrownBy(() -> reader.read(text, 3));
      assertThat(reader.read(text, text.length - 1)).hasToString("\"\u00fc\"");
    }

    @Test
    void whenItIsNotUtf8_thenItIsRefused() {
      assertRefused(bytes(0xEF, 0xBB, 0xBF, '{', '}'));
      for (Charset other :
          List.of(StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16)) {
        assertRefused("{\"a\":1}".getBytes(other));
      }
      assertRefused("\"ü\"".getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void whenAByteSequenceIsNoCharacter_thenItIsRefusedAtEveryDepth() {
      List<byte[]> broken =
          List.of(
              bytes(0x80),
              bytes(0xC3),
              bytes(0xC0, 0x80),
              bytes(0xC1, 0xAE),
              bytes(0xE0, 0x80, 0x80),
              bytes(0xED, 0xA0, 0x80),
              bytes(0xF0, 0x80, 0x80, 0x80),
              bytes(0xF4, 0x90, 0x80, 0x80),
              bytes(0xF8, 0x88, 0x80, 0x80, 0x80),
              bytes(0xFF));
      for (byte[] sequence : broken) {
        assertRefused(joined("\"", sequence, "\""));
        assertRefused(joined("{\"", sequence, "\":1}"));
        assertRefused(joined("{\"a\":{\"b\":[\"text ", sequence, " text\"]}}"));
      }
    }

    @Test
    void whenRefused_thenTheProblemTellsTheOffset() {
      assertThatExceptionOfType(MalformedJsonException.class)
          .isThrownBy(() -> read("{\"a\": tru}"))
          .withMessageContaining("offset ");
      assertThatExceptionOfType(MalformedJsonException.class)
          .isThrownBy(() -> read("{} {}"))
          .withMessageContaining("behind");
      assertThatExceptionOfType(MalformedJsonException.class)
          .isThrownBy(() -> read(""))
          .withMessageContaining("empty");
    }

    private void assertRefused(byte[] text) {
      assertThatThrownBy(() -> reader.read(text))
          .as(() -> "reading " + new String(text, StandardCharsets.ISO_8859_1))
          .isInstanceOf(MalformedJsonException.class);
    }
  }

  @Nested
  class GivenADepthLimit {
    @Test
    void whenTextIsNestedAsDeep_thenItIsRead() {
      assertThat(read("[".repeat(20) + "]".repeat(20)).elements()).hasSize(1);
    }

    @Test
    void whenTextIsNestedDeeper_thenItIsRefused() {
      for (String text :
          List.of(
              "[".repeat(21) + "]".repeat(21),
              "{\"a\":".repeat(21) + "1" + "}".repeat(21),
              "[".repeat(100_000))) {
        assertThatThrownBy(() -> read(text))
            .isInstanceOf(MalformedJsonException.class)
            .hasMessageContaining("too deep");
      }
    }
  }

  @Nested
  class GivenUnusualValues {
    @Test
    void whenNumbersAreHuge_thenTheyKeepTheirSpelling() {
      String digits = "9".repeat(100_000);
      for (String number : List.of("1e400", "2.50", "-0", "1E-9999999", digits, "0." + digits)) {
        assertThat(read("{\"n\":" + number + "}").at("n")).hasToString(number);
      }
    }

    @Test
    void whenAStringIsEightMebibytesLong_thenItsSliceIsExact() {
      String large = "ä\\n\\u0041".repeat((8 << 20) / 10);
      String text = "{\"a\":{\"text\":\"" + large + "\"},\"b\":\"" + large + "\"}";

      Json json = read(text);

      assertThat(json.at("b")).hasToString("\"" + large + "\"");
      assertThat(json.at("a", "text")).hasToString("\"" + large + "\"");
    }

    @Test
    void whenASurrogateStandsAlone_thenItIsReadAsItIs() {
      assertThat(read("{\"a\":\"x\\ud800y\"}").text("a")).isEqualTo("x\ud800y");
    }

    @Test
    void whenTheWholeTextIsALeaf_thenItIsRead() {
      for (String leaf : List.of("1", "\"a\"", "true", "false", "null")) {
        assertThat(read(" " + leaf + "\n")).hasToString(leaf);
      }
    }
  }

  private Json read(String text) {
    return reader.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] joined(String before, byte[] middle, String after) {
    return WireText.concat(
            WireText.of(before), WireText.of(middle, 0, middle.length), WireText.of(after))
        .toByteArray();
  }
}
