package io.onemcp.rules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.GeneralCodingRules.THROW_GENERIC_EXCEPTIONS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;

/** What a class looks like, whatever it is about. */
final class Shape {
  private static final Set<String> MUTABLE =
      Set.of(
          "java.util.ArrayList",
          "java.util.ArrayDeque",
          "java.util.HashMap",
          "java.util.LinkedHashMap",
          "java.util.TreeMap",
          "java.util.HashSet",
          "java.util.LinkedHashSet",
          "java.lang.StringBuilder");

  private Shape() {}

  static List<Rule> rules(Root root) {
    return List.of(
        sealedFamilies(root),
        singletons(root),
        statics(root),
        injectedFields(root),
        loggers(root),
        classNames(root),
        packageNames(root),
        exceptions(root),
        nullMarks(root));
  }

  private static Rule sealedFamilies(Root root) {
    return Rule.main(
        "sealed families close over records, enums and sealed types",
        classes()
            .that(describe("are sealed", JavaClass::isSealed))
            .and()
            .resideInAPackage(root.all())
            .should(permitOnlyData()));
  }

  private static Rule singletons(Root root) {
    return Rule.main(
        "no singletons",
        noMethods()
            .that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat()
            .resideInAPackage(root.all())
            .should()
            .haveNameMatching("getInstance|instance"));
  }

  private static Rule statics(Root root) {
    return Rule.main(
        "no mutable static state",
        noFields()
            .that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat()
            .resideInAPackage(root.all())
            .should(beMutable()));
  }

  private static Rule injectedFields(Root root) {
    return Rule.main(
        "no field injection",
        noFields()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage(root.all())
            .should()
            .beAnnotatedWith("com.google.inject.Inject")
            .orShould()
            .beAnnotatedWith("jakarta.inject.Inject"));
  }

  private static Rule loggers(Root root) {
    return Rule.main(
        "loggers are private static final",
        fields()
            .that()
            .haveRawType("org.slf4j.Logger")
            .and()
            .areDeclaredInClassesThat()
            .resideInAPackage(root.all())
            .should()
            .bePrivate()
            .andShould()
            .beStatic()
            .andShould()
            .beFinal()
            .allowEmptyShould(true));
  }

  private static Rule classNames(Root root) {
    return Rule.all(
        "names say what a thing is",
        noClasses()
            .that()
            .resideInAPackage(root.all())
            .should()
            .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Processor|Info)"));
  }

  private static Rule packageNames(Root root) {
    return Rule.all(
        "packages are named for concepts",
        noClasses()
            .that()
            .resideInAPackage(root.all())
            .should()
            .resideInAnyPackage(
                "..util..", "..utils..", "..common..", "..helper..", "..misc..", "..impl.."));
  }

  private static Rule exceptions(Root root) {
    return Rule.main(
        "exceptions are specific",
        noClasses().that().resideInAPackage(root.all()).should(THROW_GENERIC_EXCEPTIONS));
  }

  private static Rule nullMarks(Root root) {
    return Rule.all(
        "packages are null-marked",
        classes()
            .that()
            .resideInAPackage(root.all())
            .and(Packages.none(root.in("launcher")))
            .should(resideInNullMarkedPackage()));
  }

  private static ArchCondition<JavaClass> permitOnlyData() {
    return new ArchCondition<>("permit only records, enums or sealed types") {
      @Override
      public void check(JavaClass family, ConditionEvents events) {
        family.getPermittedSubclasses().orElse(Set.of()).stream()
            .filter(member -> !member.isRecord() && !member.isEnum() && !member.isSealed())
            .map(member -> family.getName() + " permits " + member.getName())
            .forEach(text -> events.add(SimpleConditionEvent.violated(family, text)));
      }
    };
  }

  private static ArchCondition<JavaField> beMutable() {
    DescribedPredicate<JavaField> mutable =
        describe(
            "not final, or of a type that changes",
            field ->
                !field.getModifiers().contains(JavaModifier.FINAL) || changes(field.getRawType()));
    return ArchCondition.from(mutable);
  }

  private static boolean changes(JavaClass type) {
    return MUTABLE.contains(type.getName())
        || (type.getPackageName().startsWith("java.util.concurrent") && !type.isEnum())
        || type.isAssignableTo(ThreadLocal.class);
  }

  private static ArchCondition<JavaClass> resideInNullMarkedPackage() {
    return new ArchCondition<>("reside in a package that is @NullMarked") {
      @Override
      public void check(JavaClass one, ConditionEvents events) {
        if (!one.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked")) {
          events.add(
              SimpleConditionEvent.violated(one, one.getPackageName() + " is not @NullMarked"));
        }
      }
    };
  }
}
