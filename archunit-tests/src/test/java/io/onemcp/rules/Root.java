package io.onemcp.rules;

/**
 * The package that all others are below; the rules take it as a parameter so that a planted tree
 * can break them.
 */
record Root(String name) {
  static final Root ONEMCP = new Root("io.onemcp");

  String all() {
    return name + "..";
  }

  String in(String child) {
    return name + "." + child + "..";
  }

  String[] in(String... children) {
    String[] packages = new String[children.length];
    for (int i = 0; i < children.length; i++) {
      packages[i] = in(children[i]);
    }
    return packages;
  }

  /** A pattern for slices: {@code slices("adapters.(*)..")}. */
  String slices(String pattern) {
    return name + "." + pattern;
  }
}
