package io.onemcp.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EmbeddedGatewayTest {
  @Test
  void whenTheProgramRuns_thenItsToolAnswersThroughTheGateway() throws InterruptedException {
    String greeting = EmbeddedGateway.greet("Ada");

    assertThat(greeting).isEqualTo("Hello, Ada!");
  }
}
