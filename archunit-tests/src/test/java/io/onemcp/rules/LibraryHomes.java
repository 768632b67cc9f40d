package io.onemcp.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import java.util.List;
import java.util.stream.Stream;

/** Every library is known in one place, so that replacing it touches one place. */
final class LibraryHomes {
  private LibraryHomes() {}

  static List<Rule> rules(Root root) {
    return Stream.concat(ofTheWire(root), ofTheRest(root)).toList();
  }

  private static Stream<Rule> ofTheWire(Root root) {
    return Stream.of(
        home("Undertow", root, List.of("io.undertow..", "org.xnio.."), "adapters.http"),
        home(
            "Apache HttpClient",
            root,
            List.of("org.apache.hc.."),
            "adapters.http",
            "adapters.auth"),
        home(
            "Jackson streaming",
            root,
            List.of("tools.jackson.core.."),
            "core.protocol.json",
            "adapters.config",
            "adapters.http.rest"),
        home(
            "Jackson databind",
            root,
            List.of("tools.jackson.databind..", "com.fasterxml.jackson.annotation.."),
            "adapters.config",
            "adapters.http.rest"),
        home(
            "the MCP Java SDK",
            root,
            List.of("io.modelcontextprotocol..", "reactor..", "org.reactivestreams.."),
            "app.embedded",
            "conformance"));
  }

  private static Stream<Rule> ofTheRest(Root root) {
    return Stream.of(
        home(
            "Caffeine",
            root,
            List.of("com.github.benmanes.caffeine.."),
            "adapters",
            "app.embedded"),
        home(
            "Guice",
            root,
            List.of("com.google.inject..", "jakarta.inject..", "javax.inject.."),
            "app.embedded",
            "app.cli"),
        home("picocli", root, List.of("picocli.."), "app.cli"),
        home("JUnit and AssertJ", root, List.of("org.junit..", "org.assertj.."), "testkit"),
        home(
            "the JDK's HTTP server",
            root,
            List.of("com.sun.net.httpserver.."),
            "testkit",
            "benchmarks.soak"),
        // Guava and the JDK's inside come along with others; nothing of ours may lean on them.
        home(
            "Guava and JDK internals",
            root,
            List.of("com.google.common..", "sun..", "jdk.internal..")));
  }

  private static Rule home(String library, Root root, List<String> packages, String... homes) {
    return Rule.main(
        "home of " + library,
        noClasses()
            .that()
            .resideInAPackage(root.all())
            .and(Packages.none(root.in(homes)))
            .should()
            .dependOnClassesThat(Packages.any(packages.toArray(String[]::new))));
  }
}
