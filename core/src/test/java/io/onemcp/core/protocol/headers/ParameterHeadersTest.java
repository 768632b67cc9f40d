package io.onemcp.core.protocol.headers;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ParameterHeadersTest {
  @Nested
  class GivenASchema {
    @Test
    void whenItHasNoAnnotations_thenThereIsNothingToMirror() {
      assertThat(ParameterHeaders.of(null)).contains(ParameterHeaders.NONE);
      assertThat(ParameterHeaders.of(Json.of("{\"type\":\"object\"}")))
          .contains(ParameterHeaders.NONE);
      assertThat(of("\"a\":{\"type\":\"string\",\"description\":\"no x-mcp-header here\"}"))
          .contains(ParameterHeaders.NONE);
    }

    @Test
    void whenAnnotationsFollowTheRules_thenEachIsFoundWithItsPath() {
      ParameterHeaders headers =
          of("""
          "region":{"type":"string","x-mcp-header":"Region"},
          "deep":{"type":"object","properties":{"n":{"type":"integer","x-mcp-header":"N"},
            "ok":{"type":"boolean","x-mcp-header":"x.y_z"}}}\
          """)
              .orElseThrow();

      assertThat(headers.mirrored())
          .containsExactly(
              new ParameterHeaders.Mirrored("Mcp-Param-Region", List.of("region"), false),
              new ParameterHeaders.Mirrored("Mcp-Param-N", List.of("deep", "n"), true),
              new ParameterHeaders.Mirrored("Mcp-Param-x.y_z", List.of("deep", "ok"), false));
    }

    @Test
    void whenAnAnnotationBreaksARule_thenNoneIsUsed() {
      for (String broken :
          List.of(
              "\"a\":{\"type\":\"number\",\"x-mcp-header\":\"A\"}",
              "\"a\":{\"type\":\"object\",\"x-mcp-header\":\"A\"}",
              "\"a\":{\"type\":[\"string\"],\"x-mcp-header\":\"A\"}",
              "\"a\":{\"x-mcp-header\":\"A\"}",
              "\"a\":{\"type\":\"string\",\"x-mcp-header\":\"\"}",
              "\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A B\"}",
              "\"a\":{\"type\":\"string\",\"x-mcp-header\":\"ä\"}",
              "\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\\r\\n\"}",
              "\"a\":{\"type\":\"string\",\"x-mcp-header\":7}",
              "\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"},"
                  + "\"b\":{\"type\":\"string\",\"x-mcp-header\":\"a\"}",
              "\"a\":{\"type\":\"array\",\"items\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}",
              "\"a\":{\"anyOf\":[{\"type\":\"string\",\"x-mcp-header\":\"A\"}]}",
              "\"a\":{\"type\":\"string\",\"type\":\"string\",\"x-mcp-header\":\"A\"}",
              "\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\",\"x-mcp-header\":\"B\"}")) {
        assertThat(of(broken)).as(broken).isEmpty();
      }
    }

    @Test
    void whenAnArgumentHappensToHaveTheNameOfTheAnnotation_thenItIsNone() {
      assertThat(of("\"x-mcp-header\":{\"type\":\"string\"}")).contains(ParameterHeaders.NONE);
      assertThat(of("\"properties\":{\"type\":\"string\",\"x-mcp-header\":\"P\"}"))
          .isPresent()
          .isNotEqualTo(Optional.of(ParameterHeaders.NONE));
    }
  }

  @Nested
  class GivenArguments {
    private final ParameterHeaders headers =
        of("""
        "s":{"type":"string","x-mcp-header":"S"},
        "i":{"type":"integer","x-mcp-header":"I"},
        "b":{"type":"boolean","x-mcp-header":"B"},
        "d":{"properties":{"e":{"type":"string","x-mcp-header":"E"}}}\
        """)
            .orElseThrow();

    @Test
    void whenMirrored_thenEveryValueStandsInItsHeader() {
      assertThat(headers.values(Json.of("{\"d\":{\"e\":\"ä\"},\"b\":true,\"i\":42,\"s\":\" x\"}")))
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  "Mcp-Param-S", "=?base64?IHg=?=",
                  "Mcp-Param-I", "42",
                  "Mcp-Param-B", "true",
                  "Mcp-Param-E", "=?base64?w6Q=?="));
    }

    @Test
    void whenAValueIsAbsentOrNullOrNoScalar_thenItHasNoHeader() {
      assertThat(headers.values(null)).isEmpty();
      assertThat(headers.values(Json.of("{\"s\":null,\"i\":[1],\"b\":{},\"d\":{}}"))).isEmpty();
    }

    @Test
    void whenHeadersSayTheSame_thenNothingIsWrong() {
      Json arguments = Json.of("{\"s\":\"ä\",\"i\":42,\"b\":false}");

      assertThat(
              mismatch(
                  arguments,
                  "Mcp-Param-S",
                  "=?base64?w6Q=?=",
                  "mcp-param-i",
                  "42.0",
                  "MCP-PARAM-B",
                  "false"))
          .isEmpty();
      assertThat(
              mismatch(
                  arguments,
                  "Mcp-Param-S",
                  "=?base64?w6Q=?=",
                  "mcp-param-i",
                  "4.2e1",
                  "MCP-PARAM-B",
                  "false",
                  "Mcp-Param-Other",
                  "x"))
          .isEmpty();
      assertThat(mismatch(null)).isEmpty();
    }

    @Test
    void whenAHeaderIsMissingTooManyOrDifferent_thenItIsNamed() {
      assertThat(mismatch(Json.of("{\"s\":\"x\"}"))).hasValueSatisfying(says("Mcp-Param-S"));
      assertThat(mismatch(Json.of("{\"s\":\"x\"}"), "Mcp-Param-S", "X"))
          .hasValueSatisfying(says("Mcp-Param-S"));
      assertThat(mismatch(Json.of("{\"d\":{\"e\":\"x\"}}"), "Mcp-Param-E", "=?base64?x?="))
          .hasValueSatisfying(says("d.e"));
      assertThat(mismatch(Json.EMPTY_OBJECT, "Mcp-Param-I", "1"))
          .hasValueSatisfying(says("Mcp-Param-I"));
      assertThat(mismatch(Json.of("{\"i\":1}"), "Mcp-Param-I", "2"))
          .hasValueSatisfying(says("Mcp-Param-I"));
      assertThat(mismatch(Json.of("{\"i\":1}"), "Mcp-Param-I", "one"))
          .hasValueSatisfying(says("Mcp-Param-I"));
      assertThat(mismatch(Json.of("{\"s\":\"1\"}"), "Mcp-Param-S", "1.0"))
          .hasValueSatisfying(says("Mcp-Param-S"));
    }

    @Test
    void whenANumberIsAbsurdlyLong_thenItIsComparedAsTextOnly() {
      String digits = "1".repeat(3_000_000);

      assertThat(mismatch(Json.of("{\"i\":" + digits + "}"), "Mcp-Param-I", "1e3000000"))
          .isPresent();
      assertThat(mismatch(Json.of("{\"i\":1e999999999}"), "Mcp-Param-I", "1e999999999")).isEmpty();
    }

    private Optional<String> mismatch(@Nullable Json arguments, String... sent) {
      Map<String, String> byName = new HashMap<>();
      for (int i = 0; i < sent.length; i += 2) {
        byName.put(sent[i].toLowerCase(Locale.ROOT), sent[i + 1]);
      }
      return headers.mismatch(
          name -> Optional.ofNullable(byName.get(name.toLowerCase(Locale.ROOT))), arguments);
    }

    private static java.util.function.Consumer<String> says(String what) {
      return text -> assertThat(text).contains(what);
    }
  }

  private static Optional<ParameterHeaders> of(String properties) {
    return ParameterHeaders.of(
        Json.of("{\"type\":\"object\",\"properties\":{" + properties + "}}"));
  }
}
