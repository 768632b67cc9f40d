package io.onemcp.rules;

import com.tngtech.archunit.lang.ArchRule;

/** One architecture rule: how people call it, which classes it looks at, and what it demands. */
record Rule(String name, Scope scope, ArchRule demand) {
  /** The classes that a rule is about. */
  enum Scope {
    MAIN,
    MAIN_AND_TEST
  }

  static Rule main(String name, ArchRule demand) {
    return new Rule(name, Scope.MAIN, demand);
  }

  static Rule all(String name, ArchRule demand) {
    return new Rule(name, Scope.MAIN_AND_TEST, demand);
  }

  @Override
  public String toString() {
    return name;
  }
}
