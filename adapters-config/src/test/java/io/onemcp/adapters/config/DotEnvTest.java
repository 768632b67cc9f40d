package io.onemcp.adapters.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DotEnvTest {
  private final Findings findings = new Findings(".env");

  @Test
  void whenLinesAreUsual_thenValuesAreRead() {
    Map<String, String> variables =
        DotEnv.parse(
            """
            # a comment

            A=plain
            export B = spaced out   # a comment
            C="quoted # no comment\\n\\"second\\" \\\\ $A" # a comment
            D='raw \\n "x"'
            E=
            F=#none
            G=a#b
            A=last
            """,
            findings);

    assertThat(variables)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "A", "last",
                "B", "spaced out",
                "C", "quoted # no comment\n\"second\" \\ $A",
                "D", "raw \\n \"x\"",
                "E", "",
                "F", "",
                "G", "a#b"));
    assertThat(findings.isEmpty()).isTrue();
  }

  @Test
  void whenALineIsOdd_thenItIsNamedAndTheOthersCount() {
    Map<String, String> variables =
        DotEnv.parse("1A=x\nB='open\nC=\"open\\\"\nD=ok\nE='a' b", findings);

    assertThat(variables).isEqualTo(Map.of("D", "ok"));
    assertThat(findings.problems()).extracting(it -> it.line()).containsExactly(1, 2, 3, 5);
  }
}
