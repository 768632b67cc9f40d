package io.onemcp.rules.bad.adapters.two;

import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/** Breaks: a method named like a test is one; no test is switched off. */
final class LooksTested {
  void whenNobodyRunsThis_thenNobodyNotices() {}

  @Disabled
  @Test
  void whenSwitchedOff_thenNobodyNotices() {}
}
