package io.onemcp.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.runtime.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class TestTasksTest implements TasksContract {
  @Override
  public Tasks open() {
    return new TestTasks();
  }

  @Nested
  final class GivenAFakeClock {
    private final FakeTime time = new FakeTime();

    @Test
    void whenItIsAdvanced_thenWhatIsDueRunsInOrderAndTheRestWaits() {
      List<String> ran = new ArrayList<>();
      try (Tasks tasks = new TestTasks(time)) {
        tasks.after(Duration.ofSeconds(2), () -> ran.add("second"));
        tasks.after(Duration.ofSeconds(1), () -> ran.add("first"));
        tasks.after(Duration.ofSeconds(9), () -> ran.add("too late"));
        tasks.after(Duration.ofSeconds(1), () -> ran.add("cancelled")).cancel();

        time.advance(Duration.ofSeconds(3));

        assertThat(ran).containsExactly("first", "second");
        assertThat(time.waiting()).isOne();
      }
    }
  }
}
