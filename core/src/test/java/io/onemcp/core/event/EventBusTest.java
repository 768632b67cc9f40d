package io.onemcp.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.onemcp.core.fake.HandTime;
import io.onemcp.core.fake.RealTasks;
import io.onemcp.core.fake.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventBusTest {
  private final RealTasks tasks = new RealTasks(new HandTime());
  private final EventBus events = new EventBus(tasks);
  private final BlockingQueue<Fruit> heard = new LinkedBlockingQueue<>();

  private sealed interface Fruit extends Event {
    record Apple(int number) implements Fruit {}

    record Pear() implements Fruit {}
  }

  private record Stone() implements Event {}

  @AfterEach
  void close() {
    tasks.close();
    assertThat(tasks.failures()).isEmpty();
  }

  @Test
  void whenAFamilyIsSubscribedTo_thenItsEventsComeInOrderAndNoOthers() throws InterruptedException {
    events.subscribe(Fruit.class, heard::add);

    events.publish(new Fruit.Apple(1));
    events.publish(new Stone());
    events.publish(new Fruit.Pear());
    events.publish(new Fruit.Apple(2));

    assertThat(List.of(Waiting.next(heard), Waiting.next(heard), Waiting.next(heard)))
        .containsExactly(new Fruit.Apple(1), new Fruit.Pear(), new Fruit.Apple(2));
  }

  @Test
  void whenAListenerFails_thenItHearsTheNextEventAllTheSame() throws InterruptedException {
    events.subscribe(
        Fruit.class,
        fruit -> {
          heard.add(fruit);
          throw new IllegalStateException("thrown on purpose by a test");
        });

    events.publish(new Fruit.Apple(1));
    events.publish(new Fruit.Apple(2));

    Waiting.next(heard);
    assertThat(Waiting.next(heard)).isEqualTo(new Fruit.Apple(2));
  }

  @Test
  void whenAListenerIsSlow_thenOthersAreNotAndWhatExceedsItsQueueIsDropped()
      throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch stuck = new CountDownLatch(1);
    BlockingQueue<Fruit> slow = new LinkedBlockingQueue<>();
    events.subscribe(
        Fruit.class,
        fruit -> {
          stuck.countDown();
          awaitQuietly(go);
          slow.add(fruit);
        });
    events.subscribe(Fruit.Pear.class, heard::add);
    events.publish(new Fruit.Apple(0));
    Waiting.until(stuck);

    IntStream.rangeClosed(1, EventBus.QUEUE + 5)
        .forEach(number -> events.publish(new Fruit.Apple(number)));
    events.publish(new Fruit.Pear());
    Waiting.next(heard);
    go.countDown();

    List<Fruit> all = new ArrayList<>();
    for (int i = 0; i <= EventBus.QUEUE; i++) {
      all.add(Waiting.next(slow));
    }
    assertThat(all).endsWith(new Fruit.Apple(EventBus.QUEUE));
    assertThat(slow).isEmpty();
  }

  @Test
  void whenASubscriptionIsClosed_thenNothingMoreIsHeardAndItsThreadEnds()
      throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    EventBus.Subscription subscription = events.subscribe(Fruit.class, heard::add);
    EventBus.Subscription other = events.subscribe(Stone.class, _ -> ended.countDown());
    events.publish(new Fruit.Apple(1));
    Waiting.next(heard);

    subscription.close();
    subscription.close();
    events.publish(new Fruit.Apple(2));
    events.publish(new Stone());

    Waiting.until(ended);
    other.close();
    assertThat(heard).isEmpty();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      Waiting.until(latch);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
