package io.onemcp.adapters.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnitsTest {
  @Test
  void whenAUnitIsKnown_thenTheTimeIsRead() {
    assertThat(Units.duration("250")).contains(Duration.ofMillis(250));
    assertThat(Units.duration("250ms")).contains(Duration.ofMillis(250));
    assertThat(Units.duration("30 s")).contains(Duration.ofSeconds(30));
    assertThat(Units.duration("5m")).contains(Duration.ofMinutes(5));
    assertThat(Units.duration("24h")).contains(Duration.ofHours(24));
    assertThat(Units.duration("365d")).contains(Duration.ofDays(365));
  }

  @Test
  void whenATimeIsOdd_thenItIsNotRead() {
    for (String text : List.of("", "s", "-1s", "1.5s", "1S", "366d", "9999999999", "1w", " 1s")) {
      assertThat(Units.duration(text)).as(text).isEmpty();
    }
  }

  @Test
  void whenAUnitIsKnown_thenTheSizeIsRead() {
    assertThat(Units.bytes("1024")).hasValue(1024);
    assertThat(Units.bytes("7B")).hasValue(7);
    assertThat(Units.bytes("512KiB")).hasValue(512 << 10);
    assertThat(Units.bytes("4 MiB")).hasValue(4 << 20);
    assertThat(Units.bytes("3GiB")).hasValue(3L << 30);
  }

  @Test
  void whenASizeIsOdd_thenItIsNotRead() {
    for (String text : List.of("", "MiB", "-1", "4MB", "4mib", "1.5MiB", "9999999999")) {
      assertThat(Units.bytes(text)).as(text).isEmpty();
    }
  }
}
