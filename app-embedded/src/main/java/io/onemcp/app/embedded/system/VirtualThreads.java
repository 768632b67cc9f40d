package io.onemcp.app.embedded.system;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Virtual threads whose steps are run by whom one likes. The virtual machine has them, but keeps
 * them for its own tests (JEP 444); it lets us in if it was started with {@code --add-opens
 * java.base/java.lang=ALL-UNNAMED}, which the manifest of the executable jar stands for.
 */
final class VirtualThreads {
  private static final Logger LOG = LoggerFactory.getLogger(VirtualThreads.class);

  /** Makes a builder of such threads; a constant, so that the compiler sees through it. */
  private static final @Nullable MethodHandle BUILDER = builder();

  private final Executor usual;

  private VirtualThreads(Executor usual) {
    this.usual = usual;
  }

  /** Returns them where they are to be had. */
  static Optional<VirtualThreads> find() {
    return BUILDER == null ? Optional.empty() : Optional.of(new VirtualThreads(scheduler()));
  }

  private static @Nullable MethodHandle builder() {
    try {
      Constructor<?> builder =
          Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
              .getDeclaredConstructor(Executor.class);
      builder.setAccessible(true);
      scheduler();
      return MethodHandles.lookup()
          .unreflectConstructor(builder)
          .asType(MethodType.methodType(Thread.Builder.OfVirtual.class, Executor.class));
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.debug("virtual threads run beside event loops: the virtual machine keeps others back", e);
      return null;
    }
  }

  private static Executor scheduler() {
    try {
      Method scheduler =
          Class.forName("java.lang.VirtualThread").getDeclaredMethod("defaultScheduler");
      scheduler.setAccessible(true);
      return (Executor) scheduler.invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("virtual threads: " + e + " (expected: a scheduler)", e);
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
    MethodHandle known = Objects.requireNonNull(BUILDER);
    try {
      return ((Thread.Builder.OfVirtual) known.invokeExact(scheduler)).name(name).unstarted(work);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("virtual threads: " + e + " (expected: made before)", e);
    }
  }
}
