package io.onemcp.adapters.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> KNOWN = List.of("host", "port", "allowedHosts");

  @Test
  void whenALetterIsWrong_thenTheWordIsFound() {
    assertThat(Nearest.to("prot", KNOWN)).contains("port");
    assertThat(Nearest.to("hosts", KNOWN)).contains("host");
    assertThat(Nearest.to("PORT", KNOWN)).contains("port");
    assertThat(Nearest.to("allowedHots", KNOWN)).contains("allowedHosts");
  }

  @Test
  void whenNothingIsNear_thenNothingIsFound() {
    assertThat(Nearest.to("timeout", KNOWN)).isEmpty();
    assertThat(Nearest.to("x".repeat(100_000), KNOWN)).isEmpty();
    assertThat(Nearest.to("x", List.of())).isEmpty();
  }
}
