package io.onemcp.rules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;

/** Tests run, and run against real things. */
final class TestForm {
  private static final DescribedPredicate<JavaClass> TESTS =
      describe(
          "are tests or contracts", c -> Imported.isTest(c) || c.getName().contains(".testkit."));

  private TestForm() {}

  static List<Rule> rules(Root root, String... mockLibraries) {
    return List.of(
        Rule.all(
            "a method named like a test is one",
            methods()
                .that()
                .haveNameMatching("given.*|when.*|test[A-Z].*")
                .and()
                .areDeclaredInClassesThat(TESTS)
                .should()
                .beMetaAnnotatedWith("org.junit.platform.commons.annotation.Testable")
                .allowEmptyShould(true)),
        Rule.all(
            "no test is switched off",
            noClasses()
                .that()
                .resideInAPackage(root.all())
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                    "org\\.junit\\.jupiter\\.api\\.(Disabled|Assumptions|condition\\..*)")),
        Rule.all(
            "no mocks",
            noClasses()
                .that()
                .resideInAPackage(root.all())
                .should()
                .dependOnClassesThat(Packages.any(mockLibraries))));
  }
}
