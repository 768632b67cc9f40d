package io.onemcp.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

final class ChildTest {
  @Test
  void whenAPortIsChosen_thenItIsFreeAndNoneThatOthersAreGivenByChance() throws Exception {
    for (int i = 0; i < 100; i++) {
      int port = Child.freePort();

      assertThat(port).isBetween(20_000, 30_000);
      try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        assertThat(taken.isBound()).isTrue();
      }
    }
  }
}
