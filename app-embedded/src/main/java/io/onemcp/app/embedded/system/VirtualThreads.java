package io.onemcp.app.embedded.system;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Virtual threads whose steps are run by whom one likes. The virtual machine has them, but keeps
 * them for its own tests (JEP 444); it lets us in if it was started with {@code --add-opens
 * java.base/java.lang=ALL-UNNAMED}, which the manifest of the executable jar stands for.
 */
final class VirtualThreads {
  private static final Logger LOG = LoggerFactory.getLogger(VirtualThreads.class);

  private final Constructor<?> builder;
  private final Executor usual;

  private VirtualThreads(Constructor<?> builder, Executor usual) {
    this.builder = builder;
    this.usual = usual;
  }

  /** Returns them where they are to be had. */
  static Optional<VirtualThreads> find() {
    try {
      Constructor<?> builder =
          Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
              .getDeclaredConstructor(Executor.class);
      builder.setAccessible(true);
      Method scheduler =
          Class.forName("java.lang.VirtualThread").getDeclaredMethod("defaultScheduler");
      scheduler.setAccessible(true);
      return Optional.of(new VirtualThreads(builder, (Executor) scheduler.invoke(null)));
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.debug("virtual threads run beside event loops: the virtual machine keeps others back", e);
      return Optional.empty();
    }
  }

  /** Returns what runs the steps of virtual threads that nobody else carries. */
  Executor usual() {
    return usual;
  }

  /**
   * Makes a virtual thread whose steps that executor runs, each on a platform thread and exactly
   * once.
   */
  Thread make(Executor scheduler, String name, Runnable work) {
    try {
      return ((Thread.Builder.OfVirtual) builder.newInstance(scheduler)).name(name).unstarted(work);
    } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("virtual threads: " + e + " (expected: made before)", e);
    }
  }
}
