package io.onemcp.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.protocol.json.Json;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyTest {
  @Test
  void whenARevisionIsSpelled_thenItIsADateAndHasOneEra() {
    assertThat(Revision.of(Era.STATEFUL))
        .extracting(Revision::wire)
        .containsExactly("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05");
    assertThat(Revision.of(Era.STATELESS)).extracting(Revision::wire).containsExactly("2026-07-28");
    assertThat(Revision.LATEST_STATEFUL).hasToString("2025-11-25");
    assertThat(Revision.LATEST_STATELESS).hasToString("2026-07-28");
    assertThat(Revision.of("2025-06-18")).contains(Revision.V2025_06_18);
    assertThat(Revision.of("2025-06-19")).isEmpty();
    assertThat(Revision.V2025_03_26.atLeast(Revision.V2025_03_26)).isTrue();
    assertThat(Revision.V2025_03_26.atLeast(Revision.V2025_06_18)).isFalse();
  }

  @Test
  void whenALogLevelIsCompared_thenTheOrderIsThatOfSyslog() {
    assertThat(Arrays.stream(LogLevel.values()).map(LogLevel::wire))
        .containsExactly(
            "debug", "info", "notice", "warning", "error", "critical", "alert", "emergency");
    assertThat(LogLevel.of("warning")).contains(LogLevel.WARNING);
    assertThat(LogLevel.of("WARNING")).isEmpty();
    assertThat(LogLevel.WARNING.passes(LogLevel.WARNING)).isTrue();
    assertThat(LogLevel.WARNING.passes(LogLevel.INFO)).isTrue();
    assertThat(LogLevel.WARNING.passes(LogLevel.ERROR)).isFalse();
  }

  @Test
  void whenAnIdIsRead_thenItIsWrittenAsTheSameValue() {
    for (String id : List.of("0", "-5", "9007199254740993", "\"\"", "\"a\\\"b\"", "\"\\ud800\"")) {
      Json json = Json.of(id);
      RequestId read = RequestId.of(json).orElseThrow();
      assertThat(read.json().asText()).isEqualTo(json.asText());
      assertThat(read.json().kind()).isEqualTo(json.kind());
    }
    assertThat(RequestId.of(Json.of("\"1\""))).isNotEqualTo(RequestId.of(Json.of("1")));
  }
}
