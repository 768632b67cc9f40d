package io.onemcp.app.embedded.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.runtime.Tasks;
import io.onemcp.testkit.TasksContract;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class SystemTasksTest implements TasksContract {
  @Override
  public Tasks open() {
    return new SystemTasks(Duration.ofSeconds(5));
  }

  @Nested
  final class GivenWorkThatIgnoresInterrupts {
    @Test
    void whenClosed_thenTheWaitIsBounded() throws InterruptedException {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      Tasks tasks = new SystemTasks(Duration.ofMillis(20));
      tasks.start("stubborn", () -> ignoreInterrupts(begun, release));
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

      tasks.close();

      release.countDown();
    }

    private static void ignoreInterrupts(CountDownLatch begun, CountDownLatch release) {
      begun.countDown();
      while (release.getCount() > 0) {
        try {
          release.await();
        } catch (InterruptedException _) {
          begun.countDown();
        }
      }
    }
  }

  @Nested
  final class GivenATaskThatClosesTheTasksItself {
    @Test
    void whenItDoes_thenItDoesNotWaitForItself() throws InterruptedException {
      CountDownLatch closed = new CountDownLatch(1);
      Tasks tasks = open();

      tasks.start(
          "closer",
          () -> {
            tasks.close();
            closed.countDown();
          });

      assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }
}
