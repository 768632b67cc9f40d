package io.onemcp.app.embedded.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.runtime.Carrier;
import io.onemcp.core.runtime.Tasks;
import io.onemcp.testkit.TasksContract;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class SystemTasksTest implements TasksContract {
  @Override
  public Tasks open() {
    return new SystemTasks(Duration.ofSeconds(5));
  }

  @Nested
  final class GivenALoopThatCarries {
    private static final String BY_THE_LOOP = "@the loop";

    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final ExecutorService loop =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().name("the loop").factory());
    private final Tasks tasks = open();
    private final Carrier carrier = tasks.carrier(loop);

    @AfterEach
    void close() {
      tasks.close();
      loop.close();
    }

    @Test
    void whenWorkWaits_thenAllOfItsStepsRunOnTheLoop() throws InterruptedException {
      CountDownLatch proceed = new CountDownLatch(1);
      carrier.start(
          "work",
          () -> {
            look();
            await(proceed);
            look();
          });
      assertThat(next()).contains(BY_THE_LOOP);

      proceed.countDown();

      assertThat(next()).contains(BY_THE_LOOP);
      assertThat(carrier.carries()).isTrue();
    }

    @Test
    void whenWorkMayTakeLong_thenTheLoopIsFree() throws InterruptedException {
      CountDownLatch proceed = new CountDownLatch(1);
      carrier.start(
          "work",
          () -> {
            tasks.mayTakeLong();
            tasks.mayTakeLong();
            look();
            while (proceed.getCount() > 0) {
              Thread.onSpinWait();
            }
            await(proceed);
            look();
          });
      assertThat(next()).doesNotContain(BY_THE_LOOP);

      carrier.execute(() -> seen.add("the loop is free"));
      assertThat(next()).isEqualTo("the loop is free");
      proceed.countDown();

      assertThat(next()).doesNotContain(BY_THE_LOOP);
    }

    @Test
    void whenAsked_thenTheLoopIsKnownToWhomItCarries() throws InterruptedException {
      assertThat(tasks.carrying()).isEmpty();
      carrier.start(
          "work",
          () -> {
            seen.add(tasks.carrying().equals(Optional.of(loop)) ? "carried" : "not carried");
            tasks.mayTakeLong();
            seen.add(tasks.carrying().isEmpty() ? "left" : "not left");
            tasks.start("other", () -> seen.add(tasks.carrying().toString()));
          });

      assertThat(next()).isEqualTo("carried");
      assertThat(next()).isEqualTo("left");
      assertThat(next()).isEqualTo("Optional.empty");
    }

    @Test
    void whenSomethingIsForAfterTheTurn_thenTheLoopDoesItLast() throws InterruptedException {
      carrier.start(
          "work",
          () -> {
            tasks.afterTurn(() -> seen.add("last, on " + Thread.currentThread().getName()));
            carrier.execute(() -> seen.add("third"));
            carrier.start("other", () -> seen.add("second"));
            seen.add("first");
          });

      assertThat(next()).isEqualTo("first");
      assertThat(next()).isEqualTo("second");
      assertThat(next()).isEqualTo("third");
      assertThat(next()).isEqualTo("last, on the loop");
    }

    @Test
    void whenNoLoopCarries_thenWhatIsForAfterTheTurnIsDoneAtOnce() throws InterruptedException {
      tasks.afterTurn(() -> seen.add("by the caller"));
      assertThat(seen).containsExactly("by the caller");
      seen.clear();

      carrier.start(
          "work",
          () -> {
            tasks.mayTakeLong();
            tasks.afterTurn(() -> seen.add("by who left"));
            seen.add("after it");
          });

      assertThat(next()).isEqualTo("by who left");
      assertThat(next()).isEqualTo("after it");
    }

    @Test
    void whenTheLoopWaitsForWhatIsForAfterItsTurn_thenAnotherDoesIt() throws InterruptedException {
      CountDownLatch done = new CountDownLatch(1);
      carrier.start(
          "work",
          () -> {
            tasks.afterTurn(done::countDown);
            carrier.execute(() -> {
              await(done);
              seen.add("the loop goes on");
            });
          });

      assertThat(next()).isEqualTo("the loop goes on");
    }

    @Test
    void whenWorkIsLetGoTogether_thenTheLoopIsWokenOnceAtTheEnd() throws InterruptedException {
      AtomicInteger woken = new AtomicInteger();
      Carrier counted =
          tasks.carrier(turn -> {
            woken.incrementAndGet();
            loop.execute(turn);
          });
      CountDownLatch proceed = new CountDownLatch(1);
      CountDownLatch alsoProceed = new CountDownLatch(1);
      counted.start("one", () -> await(proceed));
      counted.start("other", () -> await(alsoProceed));
      counted.start("last", () -> seen.add("all wait"));
      assertThat(next()).isEqualTo("all wait");
      counted.execute(() -> seen.add("turn"));
      assertThat(next()).isEqualTo("turn");
      woken.set(0);

      tasks.startPlatform(
          "reader",
          () -> {
            tasks.together(() -> {
              proceed.countDown();
              tasks.together(alsoProceed::countDown);
              seen.add("woken " + woken.get());
            });
            seen.add("woken " + woken.get());
          });

      assertThat(next()).isEqualTo("woken 0");
      assertThat(next()).isEqualTo("woken 1");
    }

    @Test
    void whenCarriedWorkStartsOther_thenThatIsNotCarried() throws InterruptedException {
      carrier.start("work", () -> tasks.start("other", this::look));

      assertThat(next()).doesNotContain(BY_THE_LOOP);
    }

    @Test
    void whenTheTasksAreClosed_thenWorkThatWaitsForABusyLoopEndsToo() throws InterruptedException {
      CountDownLatch busy = new CountDownLatch(1);
      carrier.start(
          "work",
          () -> {
            look();
            await(new CountDownLatch(1));
            seen.add("ended");
          });
      assertThat(next()).contains(BY_THE_LOOP);
      carrier.execute(() -> await(busy));

      tasks.close();

      assertThat(next()).isEqualTo("ended");
      busy.countDown();
    }

    private void look() {
      seen.add(Thread.currentThread().toString());
    }

    private String next() throws InterruptedException {
      return Objects.requireNonNull(seen.poll(10, TimeUnit.SECONDS));
    }

    private static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
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
