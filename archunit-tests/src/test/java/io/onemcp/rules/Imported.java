package io.onemcp.rules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The classes that the rules look at, read once, and which of them ship. */
final class Imported {
  private final JavaClasses all;
  private final boolean planted;

  private Imported(JavaClasses all, boolean planted) {
    this.all = all;
    this.planted = planted;
  }

  /**
   * Main and test classes of every module, without the tree that is planted to break the rules, and
   * without what is generated around the benchmarks.
   */
  static Imported of(Reactor reactor) {
    List<Path> folders = new ArrayList<>(reactor.foldersOfMain());
    folders.addAll(reactor.foldersOfTests());
    return new Imported(
        new ClassFileImporter()
            .withImportOption(location -> !location.contains("/io/onemcp/rules/bad/"))
            .withImportOption(location -> !location.contains("/jmh_generated/"))
            .importPaths(folders),
        false);
  }

  /** A tree below our own tests that plays the part of code that ships. */
  static Imported planted(Root root) {
    return new Imported(new ClassFileImporter().importPackages(root.name()), true);
  }

  JavaClasses all() {
    return all;
  }

  JavaClasses of(Rule.Scope scope) {
    return switch (scope) {
      case MAIN_AND_TEST -> all;
      case MAIN -> all.that(describe("ship", this::ships));
    };
  }

  boolean ships(JavaClass one) {
    return planted || !isTest(one);
  }

  static boolean isTest(JavaClass one) {
    return one.getSource()
        .map(source -> source.getUri().getPath().contains("/target/test-classes/"))
        .orElse(false);
  }
}
