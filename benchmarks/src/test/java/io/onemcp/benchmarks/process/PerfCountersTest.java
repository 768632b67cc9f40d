package io.onemcp.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class PerfCountersTest {
  @Nested
  class GivenAVirtualMachine {
    @Test
    void whenItCollects_thenThatIsCounted() throws IOException {
      long pid = ProcessHandle.current().pid();
      long before = PerfCounters.collections(pid);

      System.gc();

      assertThat(PerfCounters.collections(pid)).isGreaterThan(before);
      assertThat(PerfCounters.oldMib(pid)).isBetween(0.1, 10_000.0);
    }
  }

  @Nested
  class GivenAProcessWithoutCounters {
    @Test
    void whenAsked_thenThereIsNothing() throws IOException {
      assertThat(PerfCounters.oldMib(0)).isZero();
    }
  }
}
