package io.onemcp.core.event;

import io.onemcp.core.runtime.Tasks;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to listeners, each on a thread and behind a queue of its own: a slow or failing
 * listener delays nobody. A full queue drops the new event for that listener and says so in the
 * log. Events of one publisher arrive in order.
 */
public final class EventBus {
  /** Most events waiting for one listener. */
  public static final int QUEUE = 1_024;

  private static final Logger LOG = LoggerFactory.getLogger(EventBus.class);

  private final Tasks tasks;
  private final List<Subscriber<?>> subscribers = new CopyOnWriteArrayList<>();

  public EventBus(Tasks tasks) {
    this.tasks = tasks;
  }

  /** Tells everybody who subscribed to the event's family; returns at once. */
  public void publish(Event event) {
    subscribers.forEach(subscriber -> subscriber.offer(event));
  }

  /** Calls the listener for every event of a family, until the subscription is closed. */
  public <E extends Event> Subscription subscribe(Class<E> family, Consumer<E> listener) {
    Subscriber<E> subscriber = new Subscriber<>(family, listener);
    Tasks.Task worker = tasks.start("events-" + family.getSimpleName(), subscriber::deliver);
    subscribers.add(subscriber);
    return () -> {
      subscribers.remove(subscriber);
      worker.cancel();
    };
  }

  /** Ends the calls to one listener. */
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  private static final class Subscriber<E extends Event> {
    private final Class<E> family;
    private final Consumer<E> listener;
    private final BlockingQueue<E> queue = new LinkedBlockingQueue<>(QUEUE);

    Subscriber(Class<E> family, Consumer<E> listener) {
      this.family = family;
      this.listener = listener;
    }

    void offer(Event event) {
      if (family.isInstance(event) && !queue.offer(family.cast(event))) {
        LOG.warn("event dropped: a listener is too slow");
      }
    }

    void deliver() {
      try {
        while (true) {
          accept(queue.take());
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }

    private void accept(E event) {
      try {
        listener.accept(event);
      } catch (RuntimeException e) {
        LOG.error("an event listener failed", e);
      }
    }
  }
}
