package io.onemcp.rules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import java.time.Clock;
import java.time.temporal.TemporalAccessor;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;

/** The clock, threads and standard streams: a test owns the first two, a client the last. */
final class Surroundings {
  private static final Set<String> CLOCK_AND_THREADS =
      Set.of(
          "java.lang.System.nanoTime",
          "java.lang.System.currentTimeMillis",
          "java.lang.Thread.sleep",
          "java.lang.Thread.<init>",
          "java.lang.Thread.startVirtualThread",
          "java.lang.Thread.ofVirtual",
          "java.lang.Thread.ofPlatform");

  private Surroundings() {}

  static List<Rule> rules(Root root) {
    return List.of(
        Rule.main(
            "clock and threads come through ports",
            noClasses()
                .that(Packages.any(root.in("core", "domain", "adapters", "app")))
                .and(Packages.none(root.in("app.embedded.system")))
                .should()
                .callCodeUnitWhere(READS_CLOCK_OR_STARTS_THREAD)
                .orShould()
                .dependOnClassesThat(
                    belongToAnyOf(
                        Executors.class,
                        CompletableFuture.class,
                        ForkJoinPool.class,
                        ThreadLocal.class,
                        Timer.class))),
        Rule.main(
            "standard streams belong to the command line and the stdio door",
            noClasses()
                .that(Packages.any(root.in("core", "domain", "adapters", "app")))
                .and(Packages.none(root.in("app.cli", "adapters.stdio.inbound")))
                .should(ACCESS_STANDARD_STREAMS)));
  }

  private static final DescribedPredicate<JavaCall<?>> READS_CLOCK_OR_STARTS_THREAD =
      describe("reads the clock or starts a thread", Surroundings::readsClockOrStartsThread);

  /** A hook is handed over as a thread that is never started by us. */
  private static boolean isShutdownHook(JavaCall<?> call) {
    return call.getOrigin().getMethodCallsFromSelf().stream()
        .anyMatch(other -> other.getTarget().getName().equals("addShutdownHook"));
  }

  private static boolean readsClockOrStartsThread(JavaCall<?> call) {
    JavaClass owner = call.getTargetOwner();
    String name = call.getTarget().getName();
    return (CLOCK_AND_THREADS.contains(owner.getName() + "." + name) && !isShutdownHook(call))
        || (name.equals("now") && owner.isAssignableTo(TemporalAccessor.class))
        || (name.startsWith("system") && owner.isEquivalentTo(Clock.class))
        || (name.equals("<init>") && owner.isEquivalentTo(Date.class));
  }
}
