package io.onemcp.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import java.util.List;

/** Who may know whom. */
final class Direction {
  private Direction() {}

  static List<Rule> rules(Root root) {
    return List.of(
        layers(root),
        Rule.main(
            "adapters do not know each other",
            slices().matching(root.slices("adapters.(*)..")).should().notDependOnEachOther()),
        Rule.main(
            "domains do not know each other",
            slices().matching(root.slices("domain.(*)..")).should().notDependOnEachOther()),
        Rule.main(
            "packages form no cycle",
            slices().matching(root.slices("(**)")).should().beFreeOfCycles()),
        Rule.main(
            "what ships does not know the testkit",
            noClasses()
                .that()
                .resideInAnyPackage(root.in("core", "domain", "adapters", "app", "examples"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(root.in("testkit"))),
        plain("core is plain Java", root, "core", "core"),
        plain("domains are plain Java", root, "domain", "core", "domain"));
  }

  private static Rule layers(Root root) {
    return Rule.main(
        "core <- domain <- adapters <- app.embedded <- app.cli",
        layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("core")
            .definedBy(root.in("core"))
            .layer("domain")
            .definedBy(root.in("domain"))
            .layer("adapters")
            .definedBy(root.in("adapters"))
            .layer("embedded")
            .definedBy(root.in("app.embedded"))
            .layer("cli")
            .definedBy(root.in("app.cli"))
            .whereLayer("core")
            .mayNotAccessAnyLayer()
            .whereLayer("domain")
            .mayOnlyAccessLayers("core")
            .whereLayer("adapters")
            .mayOnlyAccessLayers("core", "domain")
            .whereLayer("embedded")
            .mayOnlyAccessLayers("core", "domain", "adapters")
            .whereLayer("cli")
            .mayOnlyAccessLayers("core", "domain", "adapters", "embedded"));
  }

  private static Rule plain(String name, Root root, String layer, String... known) {
    return Rule.main(
        name,
        classes()
            .that()
            .resideInAPackage(root.in(layer))
            .and()
            // The one place that reads JSON; the rule about library homes says what it may use.
            .resideOutsideOfPackage(root.in("core.protocol.json"))
            .should()
            .onlyDependOnClassesThat(
                Packages.any("java..", "javax.crypto..", "org.jspecify..", "org.slf4j..")
                    .or(Packages.any(root.in(known)))));
  }
}
