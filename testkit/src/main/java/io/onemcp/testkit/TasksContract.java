package io.onemcp.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.runtime.Carrier;
import io.onemcp.core.runtime.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every {@link Tasks} promises. */
public interface TasksContract {
  /** Opens the tasks under test. */
  Tasks open();

  @Test
  default void whenWorkIsStarted_thenItRunsOnAVirtualThreadOfThatName()
      throws InterruptedException {
    BlockingQueue<Thread> ran = new LinkedBlockingQueue<>();
    try (Tasks tasks = open()) {
      tasks.start("some work", () -> ran.add(Thread.currentThread()));

      assertThat(next(ran))
          .satisfies(thread -> {
            assertThat(thread.getName()).isEqualTo("some work");
            assertThat(thread.isVirtual()).isTrue();
          });
    }
  }

  @Test
  default void whenPlatformWorkIsStarted_thenItsThreadIsADaemonOfThatName()
      throws InterruptedException {
    BlockingQueue<Thread> ran = new LinkedBlockingQueue<>();
    try (Tasks tasks = open()) {
      tasks.startPlatform("pipe", () -> ran.add(Thread.currentThread()));

      assertThat(next(ran))
          .satisfies(thread -> {
            assertThat(thread.getName()).isEqualTo("pipe");
            assertThat(thread.isVirtual()).isFalse();
            assertThat(thread.isDaemon()).isTrue();
          });
    }
  }

  @Test
  default void whenATaskThrows_thenOthersStillRun() throws InterruptedException {
    BlockingQueue<String> ran = new LinkedBlockingQueue<>();
    try (Tasks tasks = open()) {
      tasks.start("broken", () -> fail(ran));
      tasks.after(Duration.ZERO, () -> fail(ran));
      assertThat(next(ran)).isEqualTo("failing");
      assertThat(next(ran)).isEqualTo("failing");

      tasks.start("sound", () -> ran.add("started"));
      assertThat(next(ran)).isEqualTo("started");
      tasks.after(Duration.ZERO, () -> ran.add("due"));
      assertThat(next(ran)).isEqualTo("due");
    }
  }

  @Test
  default void whenATaskIsCancelled_thenItIsInterrupted() throws InterruptedException {
    BlockingQueue<String> ran = new LinkedBlockingQueue<>();
    try (Tasks tasks = open()) {
      Tasks.Task task = tasks.start("patient", () -> waitForever(ran));
      assertThat(next(ran)).isEqualTo("waiting");

      task.cancel();

      assertThat(next(ran)).isEqualTo("interrupted");
    }
  }

  @Test
  default void whenDelaysDiffer_thenTheShorterIsDueFirst() throws InterruptedException {
    BlockingQueue<String> ran = new LinkedBlockingQueue<>();
    try (Tasks tasks = open()) {
      tasks.after(Duration.ofMillis(120), () -> ran.add("later"));
      tasks.after(Duration.ofMillis(1), () -> ran.add("sooner"));

      assertThat(next(ran)).isEqualTo("sooner");
      assertThat(next(ran)).isEqualTo("later");
    }
  }

  @Test
  default void whenADelayedActionIsCancelled_thenItNeverRuns() throws InterruptedException {
    BlockingQueue<String> ran = new LinkedBlockingQueue<>();
    try (Tasks tasks = open()) {
      tasks.after(Duration.ofMillis(40), () -> ran.add("cancelled")).cancel();
      tasks.after(Duration.ofMillis(80), () -> ran.add("kept"));

      assertThat(next(ran)).isEqualTo("kept");
      assertThat(ran).isEmpty();
    }
  }

  @Test
  default void whenClosed_thenRunningWorkIsInterruptedAndHasEnded() throws InterruptedException {
    BlockingQueue<String> ran = new LinkedBlockingQueue<>();
    Tasks tasks = open();
    tasks.start("virtual", () -> waitForever(ran));
    tasks.startPlatform("platform", () -> waitForever(ran));
    assertThat(next(ran)).isEqualTo("waiting");
    assertThat(next(ran)).isEqualTo("waiting");

    tasks.close();

    assertThat(ran).containsExactly("interrupted", "interrupted");
  }

  @Test
  default void whenClosed_thenNothingNewRunsAndASecondCloseDoesNothing() {
    BlockingQueue<String> ran = new LinkedBlockingQueue<>();
    Tasks tasks = open();
    tasks.after(Duration.ofSeconds(30), () -> ran.add("delayed before"));
    tasks.close();

    tasks.start("late", () -> ran.add("late"));
    tasks.startPlatform("late", () -> ran.add("late"));
    tasks.after(Duration.ZERO, () -> ran.add("late"));
    tasks.close();

    assertThat(ran).isEmpty();
  }

  @Test
  default void whenALoopIsGivenWork_thenItRunsOnAVirtualThreadAndActionsOnTheLoop()
      throws InterruptedException {
    BlockingQueue<Thread> ran = new LinkedBlockingQueue<>();
    try (ExecutorService loop = loop();
        Tasks tasks = open()) {
      Carrier carrier = tasks.carrier(loop);
      carrier.start("some work", () -> ran.add(Thread.currentThread()));
      assertThat(next(ran))
          .satisfies(thread -> {
            assertThat(thread.getName()).isEqualTo("some work");
            assertThat(thread.isVirtual()).isTrue();
          });

      carrier.execute(() -> ran.add(Thread.currentThread()));

      assertThat(next(ran).getName()).isEqualTo("loop");
    }
  }

  @Test
  default void whenAnActionOfALoopThrows_thenTheNextOneRuns() throws InterruptedException {
    BlockingQueue<String> ran = new LinkedBlockingQueue<>();
    try (ExecutorService loop = loop();
        Tasks tasks = open()) {
      Carrier carrier = tasks.carrier(loop);
      carrier.execute(() -> fail(ran));
      assertThat(next(ran)).isEqualTo("failing");

      carrier.execute(() -> ran.add("sound"));

      assertThat(next(ran)).isEqualTo("sound");
    }
  }

  @Test
  default void whenALoopWaitsForItsOwnWork_thenTheWorkGoesOn() throws InterruptedException {
    BlockingQueue<String> ran = new LinkedBlockingQueue<>();
    CountDownLatch proceed = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    try (ExecutorService loop = loop();
        Tasks tasks = open()) {
      Carrier carrier = tasks.carrier(loop);
      carrier.start(
          "work",
          () -> {
            ran.add("waiting");
            if (isDown(proceed)) {
              ran.add("went on");
            }
            done.countDown();
          });
      assertThat(next(ran)).isEqualTo("waiting");

      carrier.execute(() -> {
        proceed.countDown();
        ran.add(isDown(done) ? "loop goes on" : "loop is stuck");
      });

      assertThat(next(ran)).isEqualTo("went on");
      assertThat(next(ran)).isEqualTo("loop goes on");
    }
  }

  @Test
  default void whenALoopHasEnded_thenWorkRunsAndActionsAreForgotten() throws InterruptedException {
    BlockingQueue<String> ran = new LinkedBlockingQueue<>();
    CountDownLatch proceed = new CountDownLatch(1);
    try (Tasks tasks = open()) {
      ExecutorService loop = loop();
      Carrier carrier = tasks.carrier(loop);
      carrier.start("begun before", () -> ran.add(isDown(proceed) ? "went on" : "is stuck"));
      loop.close();

      carrier.execute(() -> ran.add("action"));
      carrier.start("begun later", () -> ran.add("began"));

      assertThat(next(ran)).isEqualTo("began");
      proceed.countDown();
      assertThat(next(ran)).isEqualTo("went on");
      assertThat(ran).isEmpty();
    }
  }

  @Test
  default void whenThereIsNoLoop_thenTurnsAndGroupsChangeNothing() {
    List<String> ran = new ArrayList<>();
    try (Tasks tasks = open()) {
      tasks.together(() -> ran.add("together"));
      tasks.afterTurn(() -> ran.add("after the turn"));
    }

    assertThat(ran).containsExactly("together", "after the turn");
  }

  private static ExecutorService loop() {
    return Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("loop").factory());
  }

  private static boolean isDown(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      return false;
    }
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(10, TimeUnit.SECONDS);
    assertThat(next).as("what a task was to report within 10 s").isNotNull();
    return Objects.requireNonNull(next);
  }

  private static void fail(BlockingQueue<String> ran) {
    ran.add("failing");
    throw new IllegalStateException("thrown on purpose by a test");
  }

  private static void waitForever(BlockingQueue<String> ran) {
    ran.add("waiting");
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException _) {
      ran.add("interrupted");
    }
  }
}
