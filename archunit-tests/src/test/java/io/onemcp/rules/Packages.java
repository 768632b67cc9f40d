package io.onemcp.rules;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;

/** Classes by the package that they are in. */
final class Packages {
  private Packages() {}

  static DescribedPredicate<JavaClass> any(String... patterns) {
    return JavaClass.Predicates.resideInAnyPackage(patterns);
  }

  static DescribedPredicate<JavaClass> none(String... patterns) {
    return JavaClass.Predicates.resideOutsideOfPackages(patterns);
  }
}
