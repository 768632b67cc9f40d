package io.onemcp.core.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Nested
  class GivenAPath {
    private final Json json =
        Json.of("{\"a\":{\"b\":[1],\"c\":\"t\\u00e9xt\"},\"n\":null,\"num\":7,\"e\":\"\"}");

    @Test
    void whenItLeadsSomewhere_thenTheValueIsFound() {
      assertThat(json.at("a", "b")).isEqualTo(Json.of("[1]"));
      assertThat(json.at("n")).isEqualTo(Json.NULL);
      assertThat(json.at()).isSameAs(json);
      assertThat(json.text("a", "c")).isEqualTo("téxt");
      assertThat(json.text("e")).isEmpty();
    }

    @Test
    void whenAStepIsAbsentOrNoObject_thenThereIsNothing() {
      assertThat(json.at("x")).isNull();
      assertThat(json.at("a", "x", "y")).isNull();
      assertThat(json.at("a", "b", "0")).isNull();
      assertThat(json.at("num", "x")).isNull();
      assertThat(json.text("num")).isNull();
      assertThat(json.text("n")).isNull();
      assertThat(json.text("x")).isNull();
    }
  }

  @Nested
  class GivenNamesThatTwoReadersCouldSeeDifferently {
    @Test
    void whenAReadMemberStandsTwice_thenItIsRefused() {
      refuses("{\"a\":1,\"a\":1}", "twice");
      refuses("{\"a\":1,\"\\u0061\":2}", "twice");
    }

    @Test
    void whenAReadMemberIsSpelledWithAnEscape_thenItIsRefused() {
      refuses("{\"\\u0061\":1}", "escape");
    }

    @Test
    void whenAnUnreadMemberIs_thenNobodyMinds() {
      Json json = Json.of("{\"b\":1,\"b\":2,\"\\u0063\":3,\"a\":4}");

      assertThat(json.at("a")).isEqualTo(Json.number(4));
      assertThat(json.members()).hasSize(4);
    }

    @Test
    void whenANameDiffersInCaseOnly_thenItIsAmbiguous() {
      for (String twin : List.of("Params", "PARAMS", "param\u017f")) {
        ambiguous("{\"params\":1,\"" + twin + "\":2}", "params");
        ambiguous("{\"" + twin + "\":2}", "params");
      }
      ambiguous("{\"to\u212aen\":1}", "token");
    }

    @Test
    void whenNamesAreDistinct_thenNothingIsAmbiguous() {
      assertThatCode(() ->
              Json.of("{\"param\":1,\"paramss\":2,\"id\":3}").requireUnambiguous("params", "id"))
          .doesNotThrowAnyException();
    }

    private void refuses(String text, String problem) {
      assertThatExceptionOfType(MalformedJsonException.class)
          .isThrownBy(() -> Json.of(text).at("a"))
          .withMessageContaining("\"a\"")
          .withMessageContaining(problem);
      ambiguous(text, "a");
    }

    private void ambiguous(String text, String name) {
      assertThatExceptionOfType(MalformedJsonException.class)
          .as(text)
          .isThrownBy(() -> Json.of(text).requireUnambiguous("other", name));
    }
  }

  @Nested
  class GivenTextToQuote {
    @Test
    void whenReadBack_thenItIsTheSame() {
      for (String text :
          List.of(
              "",
              "plain",
              "\"\\/\b\f\n\r\t\u0000\u001f\u007f\u2028",
              "ß漢😀",
              "\ud800",
              "\udc00\ud800 x",
              "a\ud83d\ude00\ud83db",
              "x".repeat(100_000))) {
        Json json = Json.string(text);

        assertThat(json.asText()).isEqualTo(text);
        assertThat(new JsonReader(1).read(json.utf8())).isEqualTo(json);
        assertThat(Tree.unescaped(json.toString())).isEqualTo(text);
      }
    }

    @Test
    void whenItIsANumber_thenItIsSpelledInDigits() {
      assertThat(Json.number(Long.MIN_VALUE)).hasToString("-9223372036854775808");
      assertThat(Json.number(0).asText()).isEqualTo("0");
    }
  }

  @Nested
  class GivenTwoValues {
    @Test
    void whenTheirBytesAreTheSame_thenTheyAreEqualWhereverTheyStand() {
      Json here = Json.of("[{\"a\": 1}]").elements().getFirst();
      Json there = Json.of("{\"x\":{\"a\": 1}}").members().getFirst().value();

      assertThat(here).isEqualTo(there).hasSameHashCodeAs(there);
      assertThat(here.length()).isEqualTo(8);
      assertThat(here.utf8()).isEqualTo("{\"a\": 1}".getBytes(StandardCharsets.UTF_8));
      assertThat(here.wire()).hasToString("{\"a\": 1}");
    }

    @Test
    void whenTheirSpellingDiffers_thenTheyDiffer() {
      assertThat(Json.of("{\"a\":1}")).isNotEqualTo(Json.of("{\"a\": 1}"));
      assertThat(Json.of("1")).isNotEqualTo("1");
    }
  }

  @Test
  void whenAskedForItsKind_thenItIsTheKindOfTheText() {
    assertThat(List.of("{}", "[]", "\"\"", "-1", "9", "true", "false", "null"))
        .extracting(text -> Json.of(text).kind())
        .containsExactly(
            JsonKind.OBJECT,
            JsonKind.ARRAY,
            JsonKind.STRING,
            JsonKind.NUMBER,
            JsonKind.NUMBER,
            JsonKind.BOOLEAN,
            JsonKind.BOOLEAN,
            JsonKind.NULL);
    assertThat(Json.of("[]").isObject()).isFalse();
    assertThat(Json.of("[]").members()).isEmpty();
    assertThat(Json.of("{}").elements()).isEmpty();
  }
}
