package io.onemcp.rules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Each way out of the core has a contract in the testkit, and whoever implements it runs that
 * contract.
 */
final class Contracts {
  private final Root root;
  private final Imported imported;
  private final Set<String> pending;

  private Contracts(Root root, Imported imported, Set<String> pending) {
    this.root = root;
    this.imported = imported;
    this.pending = pending;
  }

  static List<Rule> rules(Root root, Imported imported, Set<String> pending) {
    return List.of(
        Rule.all(
            "every outbound port has a contract that its adapters pass",
            classes()
                .that()
                .areInterfaces()
                .and(describe("are an @OutboundPort", Contracts::isOutboundPort))
                .should(new Contracts(root, imported, pending).beProven())));
  }

  private static boolean isOutboundPort(JavaClass one) {
    return one.getAnnotations().stream()
        .map(JavaAnnotation::getRawType)
        .anyMatch(type -> type.getSimpleName().equals("OutboundPort"));
  }

  private ArchCondition<JavaClass> beProven() {
    return new ArchCondition<>("have a contract that every implementation's test runs") {
      @Override
      public void check(JavaClass port, ConditionEvents events) {
        violations(port).stream()
            .map(text -> SimpleConditionEvent.violated(port, text))
            .forEach(events::add);
      }
    };
  }

  private List<String> violations(JavaClass port) {
    String contract = root.name() + ".testkit." + port.getSimpleName() + "Contract";
    if (!imported.all().contain(contract)) {
      return List.of(port.getName() + " has no " + contract);
    }
    return port.getAllSubclasses().stream()
        .filter(adapter -> hasToProve(port, adapter))
        .flatMap(adapter -> violation(adapter, contract))
        .toList();
  }

  private Stream<String> violation(JavaClass adapter, String contract) {
    boolean proven = isProven(adapter, contract);
    if (pending.contains(adapter.getSimpleName())) {
      return proven
          ? Stream.of(adapter.getName() + " is proven (expected: strike it off the pending list)")
          : Stream.empty();
    }
    return proven
        ? Stream.empty()
        : Stream.of(adapter.getName() + " has no test that runs " + contract);
  }

  /** What lies beside its port stands in where there is no adapter. */
  private boolean hasToProve(JavaClass port, JavaClass adapter) {
    return !adapter.isInterface()
        && !adapter.getPackageName().equals(port.getPackageName())
        && imported.ships(adapter)
        && !adapter.getName().startsWith(root.name() + ".testkit.");
  }

  /** The contract may be run by the test itself or by a class nested in it. */
  private boolean isProven(JavaClass adapter, String contract) {
    String test = adapter.getSimpleName() + "Test";
    return imported.all().stream()
        .filter(one -> outermost(one).getSimpleName().equals(test))
        .anyMatch(one -> one.isAssignableTo(contract));
  }

  private static JavaClass outermost(JavaClass one) {
    return one.getEnclosingClass().map(Contracts::outermost).orElse(one);
  }
}
