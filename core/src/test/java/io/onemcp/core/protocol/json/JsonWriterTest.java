package io.onemcp.core.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
  @Test
  void whenMembersArePut_thenTheyStandInThatOrder() {
    Json json =
        new JsonWriter()
            .put("z", "te\"xt")
            .put("größe", 5)
            .put("t", true)
            .put("f", false)
            .put("o", Json.of("{ \"a\": 1e400 }"))
            .putPresent("absent", null)
            .putPresent("present", Json.NULL)
            .json();

    assertThat(json)
        .hasToString(
            "{\"z\":\"te\\\"xt\",\"größe\":5,\"t\":true,\"f\":false,\"o\":{ \"a\": 1e400"
                + " },\"present\":null}");
    assertThat(json.text("z")).isEqualTo("te\"xt");
    assertThat(json.at("o", "a")).hasToString("1e400");
  }

  @Test
  void whenAMemberIsPutTwice_thenTheLaterOneStandsAtTheFirstPlace() {
    assertThat(new JsonWriter().put("a", 1).put("b", 2).put("a", 3).json())
        .hasToString("{\"a\":3,\"b\":2}");
  }

  @Test
  void whenNothingIsPut_thenTheObjectIsEmpty() {
    assertThat(new JsonWriter().json()).isEqualTo(Json.EMPTY_OBJECT);
  }

  @Test
  void whenValuesAreListed_thenTheyKeepTheirSpelling() {
    assertThat(JsonWriter.array(List.of(Json.of("2.50"), Json.NULL))).hasToString("[2.50,null]");
    assertThat(JsonWriter.strings(List.of("a", "\n"))).hasToString("[\"a\",\"\\n\"]");
    assertThat(JsonWriter.array(List.of()).elements()).isEmpty();
  }
}
