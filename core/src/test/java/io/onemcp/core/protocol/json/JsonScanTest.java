package io.onemcp.core.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is taken is what the complete parser takes, and means the same. */
final class JsonScanTest {
  private static final int DEPTH = 20;
  private static final String ODD = "{}[]\",:\\0123456789-+.eEtrufalsn \t\n\r\u0000\u0001\u001f/xb";

  private final JsonReader complete = new JsonReader(DEPTH);

  @Test
  void whenASoundObjectIsRead_thenItIsTakenAndMeansTheSame() {
    for (int seed = 0; seed < 500; seed++) {
      byte[] text = new RandomJson(seed).object().getBytes(UTF_8);

      Json taken = JsonScan.object(text, text.length, DEPTH);

      String shown = new String(text, UTF_8);
      assertSame(Objects.requireNonNull(taken, shown), complete.parse(text, text.length));
    }
  }

  @Test
  void whenATextWasDamaged_thenNothingIsTakenThatIsRefusedElsewhere() {
    int taken = 0;
    int refused = 0;
    for (int seed = 0; seed < 20_000; seed++) {
      byte[] text = damaged(new Random(seed), new RandomJson(seed % 300).object()).getBytes(UTF_8);
      Json scanned = JsonScan.object(text, text.length, DEPTH);
      Optional<Json> read = parsed(text);
      if (scanned == null) {
        refused++;
      } else {
        taken++;
        assertThat(read).as(new String(text, UTF_8)).isPresent();
        assertSame(scanned, read.get());
      }
      // Whatever sound object is not taken costs time only, but there should be few.
      if (!new String(text, UTF_8).contains("\\")) {
        assertThat(scanned != null)
            .as(new String(text, UTF_8))
            .isEqualTo(read.filter(Json::isObject).isPresent());
      }
    }
    assertThat(taken).isGreaterThan(1_000);
    assertThat(refused).isGreaterThan(1_000);
  }

  private static String damaged(Random random, String sound) {
    StringBuilder text = new StringBuilder(sound);
    for (int i = random.nextInt(3); i >= 0 && !text.isEmpty(); i--) {
      int at = random.nextInt(text.length());
      char odd = ODD.charAt(random.nextInt(ODD.length()));
      switch (random.nextInt(3)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, odd);
        default -> text.setCharAt(at, odd);
      }
    }
    return text.toString();
  }

  private Optional<Json> parsed(byte[] text) {
    try {
      return Optional.of(complete.parse(text, text.length));
    } catch (MalformedJsonException _) {
      return Optional.empty();
    }
  }

  private static void assertSame(Json taken, Json read) {
    assertThat(taken).isEqualTo(read);
    assertThat(taken.from()).isEqualTo(read.from());
    assertThat(taken.members()).isEqualTo(read.members());
    assertThat(taken.elements()).isEqualTo(read.elements());
  }

  @Test
  void whenANameIsSpelledWithAnEscape_thenItIsForTheCompleteParser() {
    List<String> names = List.of("\\u0061", "\\n", "\\ud83d", "\\ude00x", "\\ud800\\udbff\\udfff");
    for (String name : names) {
      for (String form : List.of("{\"%s\":1}", "{\"a\":{\"%s\":1}}", "{\"a\":[{\"%s\":1}]}")) {
        byte[] text = form.formatted(name).getBytes(UTF_8);

        assertThat(JsonScan.object(text, text.length, DEPTH)).isNull();
      }
    }
  }

  @Test
  void whenATextEndsEarly_thenItIsNotTaken() {
    byte[] text = "{\"a\":[1,-2.5e+3,\"\\u00e4\\n\",true,false,null,{\"b\":{}}]}".getBytes(UTF_8);

    for (int length = 0; length < text.length; length++) {
      assertThat(JsonScan.object(text, length, DEPTH)).isNull();
    }
    assertThat(JsonScan.object(text, text.length, DEPTH)).isNotNull();
  }

  @Test
  void whenItIsNestedAsDeeplyAsAllowed_thenItIsTaken_andNoDeeper() {
    byte[] text = "{\"a\":[[{\"b\":1}]]}".getBytes(UTF_8);

    assertThat(JsonScan.object(text, text.length, 4)).isNotNull();
    assertThat(JsonScan.object(text, text.length, 3)).isNull();
    assertThat(new JsonReader(4).read(text)).hasToString(new String(text, UTF_8));
  }

  @Test
  void whenItIsNestedVeryDeeply_thenItIsForTheCompleteParser() {
    String deep = "{\"a\":" + "[".repeat(150) + "]".repeat(150) + "}";
    byte[] text = deep.getBytes(UTF_8);

    assertThat(JsonScan.object(text, text.length, 200)).isNull();
    assertThat(new JsonReader(200).read(text)).hasToString(deep);
  }

  @Test
  void whenANameIsVeryLong_thenItIsForTheCompleteParser() {
    for (int length : List.of(1_001, 60_000)) {
      byte[] text = ("{\"" + "n".repeat(length) + "\":1}").getBytes(UTF_8);

      assertThat(JsonScan.object(text, text.length, DEPTH)).isNull();
    }
  }
}
