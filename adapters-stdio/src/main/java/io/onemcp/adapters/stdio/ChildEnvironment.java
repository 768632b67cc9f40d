package io.onemcp.adapters.stdio;

import java.io.File;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The environment of a child process: the few variables of ours that programs need, and what its
 * configuration adds. Everything else of ours may be a secret, and stays here.
 */
final class ChildEnvironment {
  private static final List<String> INHERITED =
      List.of(
          "PATH",
          "HOME",
          "LANG",
          "LC_ALL",
          "TMPDIR",
          "USER",
          "LOGNAME",
          "SHELL",
          "TERM",
          "TZ",
          // Windows
          "APPDATA",
          "COMSPEC",
          "HOMEDRIVE",
          "HOMEPATH",
          "LOCALAPPDATA",
          "PATHEXT",
          "PROCESSOR_ARCHITECTURE",
          "PROGRAMFILES",
          "SYSTEMDRIVE",
          "SYSTEMROOT",
          "TEMP",
          "TMP",
          "USERNAME",
          "USERPROFILE",
          "WINDIR");

  /** Shells export functions as variables that begin so; they are code. */
  private static final String FUNCTION = "()";

  private ChildEnvironment() {}

  static Map<String, String> of(Map<String, String> own, Map<String, String> added) {
    Map<String, String> ours = named(own);
    Map<String, String> environment = named(Map.of());
    for (String name : INHERITED) {
      String value = ours.get(name);
      if (value != null && !value.startsWith(FUNCTION)) {
        environment.put(name, value);
      }
    }
    environment.putAll(added);
    return environment;
  }

  /** Windows says {@code Path} where others say {@code PATH}, and means the same. */
  private static Map<String, String> named(Map<String, String> variables) {
    Map<String, String> named =
        File.separatorChar == '\\' ? new TreeMap<>(String.CASE_INSENSITIVE_ORDER) : new HashMap<>();
    named.putAll(variables);
    return named;
  }
}
